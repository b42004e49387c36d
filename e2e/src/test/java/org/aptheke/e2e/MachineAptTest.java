package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.testkit.AptClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The repositories this machine itself is configured with, through Aptheke: an update and three small packages, twice
 * from nothing. The sources are read from {@code /etc/apt} when the test runs; only those over plain http are used.
 */
final class MachineAptTest {
    private static final List<String> PACKAGES = List.of("hello", "sl", "ed");
    private static final Path ETC = Path.of("/etc/apt");
    private static final Pattern POOL_DOWNLOAD = Pattern.compile("/pool/.*fwd=");

    @TempDir
    private Path home;

    @Test
    @Timeout(300)
    void updateAndDownload_twiceFromNothing_secondTakesNothingOfThePoolFromUpstream() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke"));
        try (var aptheke = setup.start()) {
            var first = client("first", aptheke);
            assertClean(first.update());
            assertClean(first.downloadOnly(PACKAGES));
            assertThat(first.downloaded()).hasSizeGreaterThanOrEqualTo(PACKAGES.size());
            long poolDownloads = poolDownloads(aptheke);
            assertThat(poolDownloads).isGreaterThanOrEqualTo(PACKAGES.size());

            var second = client("second", aptheke);
            assertClean(second.update());
            assertClean(second.downloadOnly(PACKAGES));

            assertThat(second.downloaded()).isEqualTo(first.downloaded());
            assertThat(poolDownloads(aptheke))
                    .as("pool files taken from upstream")
                    .isEqualTo(poolDownloads);
            assertThat(aptheke.stop()).isZero();
        }
    }

    private AptClient client(String name, Aptheke aptheke) throws IOException {
        var apt = AptClient.in(home.resolve(name))
                .proxy(aptheke.url())
                .option("Dir::Etc::Trusted", ETC.resolve("trusted.gpg").toString())
                .option("Dir::Etc::TrustedParts", ETC.resolve("trusted.gpg.d").toString())
                .option("Acquire::Retries", "2");
        int number = 0;
        for (var file : sourceFiles()) {
            var fileName = file.getFileName().toString();
            var text = fileName.endsWith(".sources") ? httpStanzas(file) : httpLines(file);
            apt.sourceFile("%02d-%s".formatted(number++, fileName), text);
        }
        return apt;
    }

    private static List<Path> sourceFiles() throws IOException {
        try (Stream<Path> parts = Files.list(ETC.resolve("sources.list.d"))) {
            return Stream.concat(Stream.of(ETC.resolve("sources.list")), parts.sorted())
                    .filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(list|sources)"))
                    .toList();
        }
    }

    private static String httpLines(Path file) throws IOException {
        return String.join(
                        "\n",
                        Files.readAllLines(file).stream()
                                .filter(line -> line.matches("\\s*deb\\s.*\\shttp://.*|\\s*deb\\s+http://.*"))
                                .toList())
                + "\n";
    }

    private static String httpStanzas(Path file) throws IOException {
        return Stream.of(Files.readString(file).split("\n\\s*\n"))
                .filter(stanza ->
                        Pattern.compile("(?m)^URIs:\\s*http://").matcher(stanza).find())
                .map(stanza -> stanza.strip() + "\n\n")
                .reduce("", String::concat);
    }

    private static long poolDownloads(Aptheke aptheke) throws IOException {
        return aptheke.accessLog().stream()
                .filter(line -> POOL_DOWNLOAD.matcher(line).find())
                .count();
    }
}
