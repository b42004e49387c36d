package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Settings;
import org.aptheke.systemd.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WiringTest {
    private static final String USERS = "alice:$2y$05$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde\n";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void check_usersOfClients_areReadAsAtTheStart() throws Exception {
        var file = Files.writeString(directory.resolve("htpasswd"), USERS);
        var settings = settings("[clients]\nhtpasswd = \"" + file + "\"\n");

        new Wiring(Supervisor.none(), List.of()).check(settings);
        Files.writeString(file, USERS + "bob:builder\n");

        assertThatThrownBy(() -> new Wiring(Supervisor.none(), List.of()).check(settings))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("clients.htpasswd: " + file + ":2: the password of bob ");
    }

    @Test
    void check_certificateAndPasswordFileThatAreMissing_areNamed() throws Exception {
        for (var toml : List.of("[tls]\nlisten = \":0\"\ncertificate = \"%s\"\n", """
                        [[parent]]
                        url = "http://proxy.example:3128"
                        user = "u"
                        password_file = "%s"
                        """)) {
            var missing = directory.resolve("missing");
            var settings = settings(toml.formatted(missing));

            assertThatThrownBy(() -> new Wiring(Supervisor.none(), List.of()).check(settings))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(missing.toString());
        }
    }

    @Test
    void check_settings_makeNothingInTheDataDirectory() throws Exception {
        new Wiring(Supervisor.none(), List.of()).check(settings(""));

        assertThat(directory.resolve("data")).doesNotExist();
    }

    private Settings settings(String toml) throws Exception {
        var file = Files.writeString(directory.resolve("aptheke.toml"), toml);
        var sources = new ConfigSources(file, true, Map.of(), directory.resolve("data"), List.of(), Optional.empty());
        return ConfigFile.load(sources).settings();
    }
}
