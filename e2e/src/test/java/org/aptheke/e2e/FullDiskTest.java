package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk is full. The data directory is a small tmpfs that only the process itself sees: it lives in a mount
 * namespace of its own, which the test looks into through {@code /proc}.
 */
final class FullDiskTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Resource STORED =
            Resource.of(Samples.bytes(1, 3 * MEBIBYTE)).withEtag("\"stored\"");
    private static final Resource LARGE =
            Resource.of(Samples.bytes(2, 40 * MEBIBYTE)).withEtag("\"large\"");
    private static final Resource LATER = Resource.of(Samples.bytes(3, 200_000)).withEtag("\"later\"");

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private Aptheke aptheke;
    private Path data;

    @BeforeEach
    void startOnASmallDisk() throws Exception {
        origin = ScriptedOrigin.start();
        origin.on("/pool/stored.deb", STORED);
        origin.on("/pool/large.deb", LARGE);
        origin.on("/pool/later.deb", LATER);
        var setup = Aptheke.in(home).set("store.keep_free", "\"1MiB\"");
        Files.createDirectories(setup.data());
        var mountAndRun = "mount -t tmpfs -o size=20m none '%s' && exec \"$@\"".formatted(setup.data());
        aptheke = setup.wrappedBy("unshare", "--mount", "--map-root-user", "sh", "-c", mountAndRun, "sh")
                .start();
        data = aptheke.asSeenInside(aptheke.data());
    }

    @AfterEach
    void stop() throws Exception {
        try (var closing = origin;
                var stopping = aptheke) {
            assertThat(stopping.stop()).isZero();
            assertThat(closing.failures()).isEmpty();
        }
    }

    @Test
    void get_largerThanTheDisk_isWholeForTheClientAndNotHalfStored() throws Exception {
        assertThat(sha256("/pool/large.deb")).isEqualTo(LARGE.sha256());

        StoreAudit.of(data).nothingIsPartial().blobsAreWhatTheirNamesSay();
        assertThat(StoreAudit.of(data).blobs()).isEmpty();
        assertThat(sha256("/pool/stored.deb")).isEqualTo(STORED.sha256());
        assertThat(sha256("/pool/stored.deb")).isEqualTo(STORED.sha256());
        assertThat(origin.count("/pool/stored.deb"))
                .as("stored again after the failure")
                .isEqualTo(1);
    }

    @Test
    void get_lengthNotAnnouncedAndLargerThanTheDisk_isWholeForTheClient() throws Exception {
        origin.on("/pool/chunked.deb", (request, reply) -> reply.chunked(LARGE.content(), 100_000, "ETag: \"c\""));

        assertThat(sha256("/pool/chunked.deb")).isEqualTo(LARGE.sha256());

        StoreAudit.of(data).nothingIsPartial().blobsAreWhatTheirNamesSay();
    }

    @Test
    void get_diskFilledByOthers_passesThroughThenStoresAgain() throws Exception {
        assertThat(sha256("/pool/stored.deb")).isEqualTo(STORED.sha256());
        var ballast = data.resolve("ballast");
        fill(ballast);

        for (int i = 1; i <= 3; i++) {
            assertThat(sha256("/pool/later.deb")).as("passed through").isEqualTo(LATER.sha256());
            assertThat(origin.count("/pool/later.deb")).isEqualTo(i);
            assertThat(sha256("/pool/stored.deb")).as("hits go on").isEqualTo(STORED.sha256());
        }
        assertThat(origin.count("/pool/stored.deb")).isEqualTo(1);
        StoreAudit.of(data).nothingIsPartial().blobsAreWhatTheirNamesSay();

        Files.delete(ballast);
        assertThat(sha256("/pool/later.deb")).isEqualTo(LATER.sha256());
        assertThat(sha256("/pool/later.deb")).isEqualTo(LATER.sha256());
        assertThat(origin.count("/pool/later.deb")).as("stored again").isEqualTo(4);
    }

    private String sha256(String target) throws IOException {
        var answer = aptheke.get(origin.url(target));
        assertThat(answer.status()).isEqualTo(200);
        return answer.sha256();
    }

    /** Writes until the disk has no byte left. */
    private static void fill(Path file) throws IOException {
        var piece = new byte[64 * 1024];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
