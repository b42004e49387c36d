package org.aptheke.repo.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.UnknownKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release files and keyrings that this machine has, and always one of our own among them. */
final class RealReleaseFilesTest {
    private static final Path LISTS = Path.of("/var/lib/apt/lists");
    private static final Path KEYRINGS = Path.of("/usr/share/keyrings");

    @TempDir
    private Path directory;

    private Signing signing;
    private String own;

    @BeforeEach
    void makeKey() throws Exception {
        signing = new Signing(directory);
        own = signing.key("Own", "ed25519");
    }

    @AfterEach
    void stop() throws IOException {
        signing.close();
    }

    @Test
    void parse_everyKeyringOfTheMachine_isRead() throws Exception {
        var files = new ArrayList<>(list(KEYRINGS, ".gpg"));
        files.add(Files.write(directory.resolve("own.gpg"), signing.gpg.export(own)));

        for (var file : files) {
            var keyring = Keyring.parse(Files.readAllBytes(file));

            assertThat(keyring.fingerprints()).as("%s", file).isNotEmpty();
            assertThat(keyring.skipped()).as("%s", file).isEmpty();
        }
    }

    @Test
    void verify_everyReleaseFileOfTheMachine_isWhatAptSays() throws Exception {
        var keyring = new ByteArrayOutputStream();
        for (var file : list(KEYRINGS, ".gpg")) {
            keyring.writeBytes(Files.readAllBytes(file));
        }
        keyring.writeBytes(signing.gpg.export(own));
        var files = new ArrayList<>(list(LISTS, "InRelease"));
        files.add(Files.write(directory.resolve("InRelease"), signing.clearSigned(own)));

        for (var file : files) {
            var verdict = signing.agreed(Files.readAllBytes(file), keyring.toByteArray());

            assertThat(verdict).as("%s", file).isInstanceOfAny(Good.class, UnknownKey.class);
            assertThat(Signing.text(verdict.text().orElseThrow().toBytes()))
                    .as("%s", file)
                    .startsWith("Origin: ")
                    .endsWith("\n");
        }
    }

    @Test
    void verify_byManyThreadsWithTheSameKeyrings_isGoodForAll() throws Exception {
        var keyrings = signing.known(own);
        var file = signing.clearSigned(own);
        try (var pool = Executors.newFixedThreadPool(8)) {
            var verdicts = IntStream.range(0, 400)
                    .mapToObj(i -> pool.submit(() -> SignatureVerifier.verifyInRelease(file, keyrings, signing.now)))
                    .toList();

            for (var verdict : verdicts) {
                assertThat(verdict.get()).isInstanceOf(Good.class);
            }
        }
    }

    private static List<Path> list(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
