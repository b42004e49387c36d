package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packages as files: the same bytes from the same sources, as Debian wants them, and no larger than they may be. */
@Timeout(1200)
final class PackageTest {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long LARGEST = 60L * 1024 * 1024;

    @Test
    void packages_madeInAnotherDirectory_areTheSame(@TempDir Path elsewhere) throws Exception {
        var first = Packages.built().aptheke();
        var version = field(first, "Version");

        Tool.in(SOURCES).within(LIMIT).output("sh", "-ec", """
                git ls-files -z --cached --others --exclude-standard --deduplicate |
                    xargs -0 sh -c 'for file; do [ ! -e "$file" ] || cp --parents "$file" "$0"; done' "$1"
                SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
                export SOURCE_DATE_EPOCH
                cd "$1" && ./dev package --version "$0" --out "$1/made"
                """, version, elsewhere.toString());

        for (var file : made(first.resolveSibling(""))) {
            assertThat(elsewhere.resolve("made").resolve(file.getFileName()))
                    .as("unless server/target has what earlier sources left there")
                    .hasSameBinaryContentAs(file);
        }
    }

    private static List<Path> made(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            var made = files.filter(file -> file.toString().matches(".*/aptheke[^/]*_[^/]*\\.(deb|cdx\\.json)"))
                    .toList();
            assertThat(made).hasSize(3);
            return made;
        }
    }

    @Test
    void packages_inspectedByLintian_haveNoErrors() throws Exception {
        var said = Tool.in(SOURCES)
                .within(LIMIT)
                .run(List.of(
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "error",
                        Packages.built().aptheke().toString(),
                        Packages.built().client().toString()));

        assertThat(said.exitCode()).as(said.output()).isZero();
    }

    @Test
    void program_packed_isSmallAndForOneMachine() throws Exception {
        var deb = Packages.built().aptheke();
        var content = Tool.in(SOURCES).within(LIMIT).output("dpkg-deb", "--contents", deb.toString());

        assertThat(Files.size(deb)).isLessThanOrEqualTo(LARGEST);
        assertThat(content)
                .contains(
                        "/usr/lib/aptheke/native/libsqlitejdbc.so",
                        "/usr/share/man/man1/aptheke-serve.1.gz",
                        "/usr/share/bash-completion/completions/aptheke")
                .doesNotContain("linux-aarch_64.jar", "linux-x86_64.jar");
    }

    /** Each library that is shipped is in the list of parts and in the list of licences, and the runtime, too. */
    @Test
    void parts_listed_areAllThatIsShipped() throws Exception {
        var deb = Packages.built().aptheke();
        var bom = Tool.in(deb.resolveSibling(""))
                .output(
                        "jq",
                        "-r",
                        ".components[] | .name + \"-\" + .version",
                        "aptheke_" + field(deb, "Version") + ".cdx.json");
        var copyright = Tool.in(SOURCES)
                .within(LIMIT)
                .output(
                        "sh",
                        "-c",
                        "dpkg-deb --fsys-tarfile \"$0\" | tar -xO ./usr/share/doc/aptheke/copyright",
                        deb.toString());
        var jars = Tool.in(SOURCES)
                .within(LIMIT)
                .output(
                        "sh",
                        "-c",
                        "dpkg-deb --contents \"$0\" | sed -n 's|.*/aptheke/lib/\\(.*\\)\\.jar$|\\1|p'",
                        deb.toString())
                .lines()
                .filter(jar -> !jar.startsWith("aptheke-"))
                .toList();

        assertThat(jars).hasSizeGreaterThan(50);
        assertThat(bom.lines()).containsAll(jars).anyMatch(line -> line.startsWith("openjdk-25"));
        assertThat(jars).allSatisfy(jar -> assertThat(copyright).contains("usr/lib/aptheke/lib/" + jar + ".jar\n"));
    }

    private static String field(Path deb, String name) throws IOException, InterruptedException {
        return Tool.in(SOURCES)
                .output("dpkg-deb", "--field", deb.toString(), name)
                .strip();
    }
}
