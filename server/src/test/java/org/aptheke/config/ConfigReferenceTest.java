package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigReferenceTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void page_committedFile_isWhatTheDeclarationSays() throws IOException {
        assertThat(Files.readString(DOCS.resolve("configuration.md")))
                .as("run ./dev docs")
                .isEqualTo(ConfigReference.page());
    }

    @Test
    void sample_committedFile_isWhatTheDeclarationSays() throws IOException {
        assertThat(Files.readString(DOCS.resolve("aptheke.toml")))
                .as("run ./dev docs")
                .isEqualTo(ConfigReference.sample());
    }

    @Test
    void sample_keysUncommented_givesTheDefaults(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("aptheke.toml");
        String uncommented = ConfigReference.sample().replaceAll("(?m)^#(?=[a-z_]+ = )", "");
        Files.writeString(file, uncommented);

        Configuration given =
                ConfigFile.load(new ConfigSources(file, true, Map.of(), directory, List.of(), Optional.empty()));
        Configuration defaults = ConfigFile.load(new ConfigSources(
                directory.resolve("none"), false, Map.of(), Path.of("/var/lib/aptheke"), List.of(), Optional.empty()));

        assertThat(given.settings()).isEqualTo(defaults.settings());
        assertThat(given.effective()).noneMatch(value -> value.place().equals("default"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void key_declaration_isWhole(Key<?> key) {
        assertThat(key.about()).endsWith(".").hasSizeGreaterThan(30);
        assertThat(key.example()).isNotEqualTo(key.fallback());
        assertThat(key.name()).matches("([a-z]+\\.)?[a-z_]+");
    }

    @Test
    void keys_all_haveDifferentNamesAndVariables() {
        assertThat(keys()).extracting(Key::name).doesNotHaveDuplicates();
        assertThat(keys()).extracting(Key::variable).doesNotHaveDuplicates();
    }

    private static List<Key<?>> keys() {
        return Keys.all();
    }
}
