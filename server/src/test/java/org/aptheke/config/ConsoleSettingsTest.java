package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleSettingsTest {
    private static final String HASH = "$2y$04$.9mjs2ASddjXTNzCTtPrqOH1/Ssg8w.Q.ldCYN5xLSdl3jmB62g2i";

    @TempDir
    private Path directory = Path.of("");

    private Configuration load(String toml) throws Exception {
        var file = Files.writeString(directory.resolve("aptheke.toml"), toml);
        return ConfigFile.load(
                new ConfigSources(file, true, Map.of(), Path.of("/var/lib/aptheke"), List.of(), Optional.empty()));
    }

    @Test
    void files_usualNames_areInTheDataDirectory() throws Exception {
        var settings = load("data = \"/srv/cache\"\n").settings();

        assertThat(settings.console().socket()).contains(Path.of("/srv/cache/aptheke.sock"));
        assertThat(settings.log().audit()).contains(Path.of("/srv/cache/audit.log"));
    }

    @Test
    void files_namedOrOff_areThatOrNone() throws Exception {
        var settings = load("""
                [console]
                socket = "/run/aptheke/api.sock"
                [log]
                audit = "off"
                """).settings();

        assertThat(settings.console().socket()).contains(Path.of("/run/aptheke/api.sock"));
        assertThat(settings.log().audit()).isEmpty();
    }

    @Test
    void users_tables_areReadAndTheirHashesShownNowhere() throws Exception {
        var configuration = load("""
                [[user]]
                name = "kim"
                role = "operate"
                password_hash = "%s"
                [console]
                idle_timeout = "1h"
                """.formatted(HASH));

        var console = configuration.settings().console();
        assertThat(console.idleTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(console.users()).singleElement().satisfies(user -> {
            assertThat(user.name()).isEqualTo("kim");
            assertThat(user.role()).isEqualTo(Settings.UserRole.OPERATE);
            assertThat(user.passwordHash().reveal()).isEqualTo(HASH);
        });
        assertThat(configuration.effectiveText()).contains("name = \"kim\"", "password_hash = \"***\"");
        assertThat(configuration.effectiveText() + configuration.settings()).doesNotContain("9mjs2ASddj");
    }

    @Test
    void users_wrongTables_areRefusedWithoutTheirHashes() {
        var good = "[[user]]\nname = \"kim\"\nrole = \"view\"\npassword_hash = \"%s\"\n".formatted(HASH);
        for (var wrong : List.of(
                good.replace("view", "root"),
                good.replace("kim", ""),
                good.replace("password_hash", "pasword_hash"),
                good + good.replace("view", "admin"))) {
            assertThatThrownBy(() -> load(wrong))
                    .isInstanceOfSatisfying(
                            ConfigRefusedException.class,
                            e -> assertThat(e.problems().toString())
                                    .contains("user")
                                    .doesNotContain("9mjs2ASddj"));
        }
    }
}
