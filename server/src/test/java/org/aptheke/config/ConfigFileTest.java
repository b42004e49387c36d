package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.aptheke.config.Settings.LogTarget;
import org.aptheke.config.Settings.RateHours;
import org.aptheke.config.Settings.Repository;
import org.aptheke.config.Settings.SignatureCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("aptheke.toml");
    }

    @Test
    void load_noFile_givesDefaults() throws Exception {
        var sources = ConfigSources.of(Optional.empty(), Map.of(), "root", Path.of("/root"));

        Settings settings = ConfigFile.load(
                        new ConfigSources(file, false, Map.of(), sources.defaultData(), List.of(), Optional.empty()))
                .settings();

        assertThat(settings.data()).isEqualTo(Path.of("/var/lib/aptheke"));
        assertThat(settings.listen())
                .singleElement()
                .satisfies(address -> assertThat(address.getPort()).isEqualTo(3142));
        assertThat(settings.freshness().checkAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.connect().allow()).isEmpty();
        assertThat(settings.origin().bytesPerSecond()).isEmpty();
        assertThat(settings.log().access()).contains(new LogTarget.StandardOutput());
    }

    @Test
    void load_everyExample_isGood() throws Exception {
        // The examples of the documentation, all at once.
        var toml = new StringBuilder();
        for (Key<?> key : Keys.all()) {
            toml.append(key.name()).append(" = ").append(key.example()).append('\n');
        }
        Files.writeString(file, toml);

        Configuration configuration = load();

        assertThat(configuration.effective())
                .hasSameSizeAs(Keys.all())
                .noneMatch(value -> value.place().equals("default"));
        assertThat(configuration.settings().origin().hours())
                .containsExactly(new RateHours(LocalTime.of(8, 0), LocalTime.of(18, 0), OptionalLong.of(2L << 20)));
    }

    @Test
    void load_effectiveText_isReadAsTheSame() throws Exception {
        Files.writeString(file, "[origin]\nhours = [{from=\"22:00\", to=\"24:00\", rate=\"unlimited\"}]\n");
        Configuration first = load();
        Files.writeString(file, first.effectiveText());

        assertThat(load().settings()).isEqualTo(first.settings());
    }

    @Test
    void load_arrayOfTables_isRead() throws Exception {
        Files.writeString(file, """
                [[origin.hours]]
                from = "08:00"
                to = "18:00"
                rate = "1MiB/s"
                [[origin.hours]]
                from = "18:00"
                to = "08:00"
                rate = "unlimited"
                """);

        assertThat(load().settings().origin().hours()).hasSize(2);
    }

    @Test
    void load_repositoryTables_areRead() throws Exception {
        Path keyring = Files.createFile(directory.resolve("own.gpg"));
        Files.writeString(file, """
                [[repository]]
                match = "deb.example.org/debian/*"
                signatures = "require"
                keyrings = "%s"
                [[repository]]
                match = "*"
                """.formatted(keyring));

        Configuration configuration = load();

        assertThat(configuration.settings().repositories())
                .containsExactly(
                        new Repository(
                                new RepositoryPattern("deb.example.org/debian/*"),
                                Optional.of(SignatureCheck.REQUIRE),
                                Optional.of(List.of(keyring))),
                        new Repository(new RepositoryPattern("*"), Optional.empty(), Optional.empty()));
        assertThat(configuration.remarks()).isEmpty();
        assertThat(configuration.effectiveText())
                .contains(
                        "repository = [{match = \"deb.example.org/debian/*\", signatures = \"require\", keyrings = [\""
                                + keyring + "\"]}, {match = \"*\"}]");
    }

    @Test
    void load_repositoryTableWrong_saysWhatIsMeant() throws Exception {
        Map<String, String> wrong = Map.of(
                "{signatures = \"off\"}", "match is missing; write {match = ",
                "{match = \"http://deb.example.org/\"}",
                        "match: not a repository pattern; write deb.example.org/debian",
                "{match = \"*\", signatures = \"yes\"}", "signatures: must be one of prefer, require, off",
                "{match = \"*\", keyring = \"/a\"}", "unknown key keyring in the table; did you mean keyrings?",
                "{match = \"*\", keyrings = [7]}", "keyrings: a file or directory is wanted, this is a number",
                "\"deb.example.org\"", "a table is wanted, this is a text; write {match = ");
        for (var each : wrong.entrySet()) {
            Files.writeString(file, "repository = [" + each.getKey() + "]\n");

            assertThat(problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString()).contains(": " + each.getValue()));
        }
    }

    @Test
    void load_keyringsMissing_areRemarkedUponWithTheNearest() throws Exception {
        Path real = Files.createFile(directory.resolve("debian-archive-keyring.gpg"));
        Path mistyped = directory.resolve("debian-archiv-keyrings.gpg");
        Path strange = directory.resolve("nowhere/x.gpg");
        Files.writeString(file, """
                [[repository]]
                match = "deb.example.org"
                keyrings = ["%s"]
                [signatures]
                keyrings = ["%s", "%s"]
                """.formatted(mistyped, real, strange));

        assertThat(load().remarks())
                .containsExactly(
                        "signatures.keyrings: " + strange + " does not exist, so no key of it counts",
                        "repository deb.example.org: keyrings: " + mistyped + " does not exist; did you mean " + real
                                + "?");
    }

    @Test
    void load_severalProblems_reportsAllInOrder() throws Exception {
        Files.writeString(file, """
                listn = ":3142"
                data = 7
                [freshness]
                chek_after = "60s"
                not_found = "10"
                [consol]
                listen = "127.0.0.1:1"
                [origin]
                check_after = "1s"
                fetches = 0
                """);

        List<String> lines = problems().stream()
                .map(problem -> problem.toString().replace(file.toString(), "FILE"))
                .toList();

        assertThat(lines)
                .containsExactly(
                        "FILE:1: listn: unknown key; did you mean listen?",
                        "FILE:2: data = 7: a directory is wanted, this is a number; write it in quotes",
                        "FILE:4: freshness.chek_after: unknown key; did you mean freshness.check_after?",
                        "FILE:5: freshness.not_found = \"10\": not a duration; write a number and ms, s, m, h or d:"
                                + " 500ms, 60s, 1h30m",
                        "FILE:6: consol: unknown table; did you mean console?",
                        "FILE:9: origin.check_after: unknown key; did you mean freshness.check_after?",
                        "FILE:10: origin.fetches = 0: out of range; write a whole number from 1 to 1000000");
    }

    @Test
    void load_keyUnlikeAnyOther_pointsToTheDocumentation() throws Exception {
        Files.writeString(file, "completely_different = 1\n");

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("docs/configuration.md"));
    }

    @Test
    void load_valueInPlaceOfTable_isRefused() throws Exception {
        Files.writeString(file, "console = \":3143\"\n");

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.wrong()).isEqualTo("this is a table"));
    }

    @Test
    void load_notToml_namesTheLine() throws Exception {
        Files.writeString(file, "data = \"/srv\"\nlisten = = 3\n");

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(OptionalInt.of(2));
            assertThat(problem.wrong()).startsWith("not TOML: ");
        });
    }

    @Test
    void load_sameKeyTwice_isRefused() throws Exception {
        Files.writeString(file, "data = \"/a\"\ndata = \"/b\"\n");

        assertThat(problems()).hasSize(1);
    }

    @Test
    void load_namedFileMissing_isRefused() {
        assertThat(problems()).singleElement().hasToString(file + ": the file does not exist");
    }

    @Test
    void load_fileIsDirectory_isRefused() throws Exception {
        Files.createDirectory(file);

        assertThat(problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).startsWith(file.toString()));
    }

    @Test
    void load_notUtf8_isRefused() throws Exception {
        Files.write(file, new byte[] {'#', (byte) 0xff, '\n'});

        assertThat(problems()).singleElement().hasToString(file + ": the file is not UTF-8 text");
    }

    @Test
    void load_laterSource_wins() throws Exception {
        Files.writeString(
                file, "data = \"/main\"\nlisten = \":1\"\n[freshness]\ncheck_after = \"1s\"\nnot_found = \"1s\"\n");
        Path parts = Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(parts.resolve("20.toml"), "[freshness]\ncheck_after = \"20s\"\n");
        Files.writeString(parts.resolve("10.toml"), "listen = \":10\"\n[freshness]\ncheck_after = \"10s\"\n");
        Files.writeString(parts.resolve("30.toml.off"), "nonsense");
        var variables = Map.of("APTHEKE_FRESHNESS_NOT_FOUND", "7s", "APTHEKE_LISTEN", ":11");

        Configuration configuration = ConfigFile.load(new ConfigSources(
                file, true, variables, directory, List.of(":12", "[::1]:13"), Optional.of("/option")));

        Settings settings = configuration.settings();
        assertThat(settings.data()).isEqualTo(Path.of("/option"));
        assertThat(settings.listen()).hasSize(2);
        assertThat(settings.freshness().checkAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.freshness().notFound()).isEqualTo(Duration.ofSeconds(7));
        assertThat(configuration.effectiveText())
                .contains("freshness.check_after = \"20s\"  # " + parts.resolve("20.toml") + ":2")
                .contains("freshness.not_found = \"7s\"  # APTHEKE_FRESHNESS_NOT_FOUND")
                .contains("data = \"/option\"  # --data");
    }

    @Test
    void load_problemInOverriddenFile_isReportedStill() throws Exception {
        Files.writeString(file, "listen = \"nonsense\"\n");

        var refused = catchThrowableOfType(
                ConfigRefusedException.class,
                () -> ConfigFile.load(
                        new ConfigSources(file, true, Map.of(), directory, List.of(":1"), Optional.empty())));

        assertThat(refused.problems()).hasSize(1);
    }

    @Test
    void load_listInVariable_takesCommasAndToml() throws Exception {
        assertThat(egress("10.0.0.0/8, 192.168.0.0/16")).hasSize(2);
        assertThat(egress("[\"10.0.0.0/8\"]")).hasSize(1);
        assertThat(egress("")).isEmpty();
        assertThat(load(Map.of("APTHEKE_LISTEN", "[::1]:3142,:3143")).settings().listen())
                .hasSize(2);
        assertThat(load(Map.of("APTHEKE_ORIGIN_FETCHES", "9"))
                        .settings()
                        .origin()
                        .fetches())
                .isEqualTo(9);
    }

    @Test
    void load_brokenTomlInVariable_isRefused() {
        assertThatThrownBy(() -> egress("[\"10.0.0.0/8\""))
                .isInstanceOf(ConfigRefusedException.class)
                .hasMessageContaining("APTHEKE_EGRESS_ALLOW: egress.allow");
    }

    @Test
    void load_unknownVariable_isRemarkedUpon() throws Exception {
        Configuration configuration = load(
                Map.of("APTHEKE_LISTEM", ":1", "APTHEKE_JAVA_OPTIONS", "-Xmx1g", "APTHEKE_AOT", "off", "OTHER", "x"));

        assertThat(configuration.remarks())
                .containsExactly("the variable APTHEKE_LISTEM is not used; did you mean APTHEKE_LISTEN?");
    }

    @Test
    void sources_ordinaryUser_storesInDataHome() {
        var home = Path.of("/home/someone");

        assertThat(ConfigSources.of(Optional.empty(), Map.of("XDG_DATA_HOME", "/data"), "someone", home)
                        .defaultData())
                .isEqualTo(Path.of("/data/aptheke"));
        assertThat(ConfigSources.of(Optional.empty(), Map.of("XDG_DATA_HOME", "relative"), "someone", home)
                        .defaultData())
                .isEqualTo(Path.of("/home/someone/.local/share/aptheke"));
    }

    @Test
    void needRestart_severalChanged_namesThoseThatDoAndNoOther() throws Exception {
        Configuration before = load(Map.of());
        Configuration after =
                load(Map.of("APTHEKE_LISTEN", ":1", "APTHEKE_ORIGIN_FETCHES", "9", "APTHEKE_ORIGIN_RATE", "1MiB/s"));

        assertThat(ConfigFile.needRestart(before, after)).containsExactly("listen", "origin.fetches");
    }

    private List<Cidr> egress(String variable) throws ConfigRefusedException {
        return load(Map.of("APTHEKE_EGRESS_ALLOW", variable))
                .settings()
                .egress()
                .allow();
    }

    private Configuration load(Map<String, String> environment) throws ConfigRefusedException {
        return ConfigFile.load(new ConfigSources(file, false, environment, directory, List.of(), Optional.empty()));
    }

    private Configuration load() throws ConfigRefusedException, IOException {
        return ConfigFile.load(new ConfigSources(file, true, Map.of(), directory, List.of(), Optional.empty()));
    }

    private List<ConfigProblem> problems() {
        return catchThrowableOfType(ConfigRefusedException.class, this::load).problems();
    }
}
