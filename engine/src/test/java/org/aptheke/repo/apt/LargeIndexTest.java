package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.codec.Compressed;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class LargeIndexTest {
    private static final int PACKAGES = 100_000;

    /** The slow encoders are tried on less elsewhere. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"NONE", "GZIP", "ZSTD"})
    void read_hundredThousandPackages_eachIsThereOnce(Compression compression) throws IOException {
        var file = new ByteArrayOutputStream();
        try (var encoder = Compressed.encoder(compression, file)) {
            new SyntheticPackages(PACKAGES).transferTo(encoder);
        }
        var seen = new BitSet();

        try (var in = compression.open(new ByteArrayInputStream(file.toByteArray()), ExpansionLimits.DEFAULT)) {
            var summary = PackageIndexReader.read(in, entry -> {
                int number = (int) entry.size().orElseThrow() - 1000;
                assertThat(seen.get(number)).isFalse();
                seen.set(number);
                assertThat(entry.path()).isEqualTo(SyntheticPackages.path(number));
                assertThat(entry.strongest()).isEqualTo(DigestAlgorithm.SHA256);
            });

            assertThat(summary).isEqualTo(new IndexSummary(PACKAGES, PACKAGES, "pool/main/p/"));
        }
        assertThat(seen.cardinality()).isEqualTo(PACKAGES);
    }

    /** What an index costs does not grow with it, as long as the consumer makes nothing of its entries. */
    @Test
    void read_tenTimesAsMuch_makesNoMoreGarbage() throws IOException {
        long few = allocatedToRead(packages(1_000));
        long many = allocatedToRead(packages(30_000));

        assertThat(many).isLessThan(few + 10_000 * 16);
    }

    private static byte[] packages(int count) throws IOException {
        try (var in = new BufferedInputStream(new SyntheticPackages(count))) {
            return in.readAllBytes();
        }
    }

    private static long allocatedToRead(byte[] index) throws IOException {
        var digest = new byte[32];
        var sum = new AtomicLong();
        IndexConsumer consumer = entry -> {
            entry.copyDigest(DigestAlgorithm.SHA256, digest, 0);
            sum.addAndGet(digest[0]);
        };
        PackageIndexReader.read(new ByteArrayInputStream(index), consumer);
        return Allocated.by(() -> PackageIndexReader.read(new ByteArrayInputStream(index), consumer));
    }

    /** As many as Debian's unstable suite has, with two digests each. */
    @Test
    void parse_releaseFileOfAFewThousand_isKeptInLittleMemory() throws IOException {
        var text = new StringBuilder();
        for (var algorithm : new DigestAlgorithm[] {DigestAlgorithm.MD5, DigestAlgorithm.SHA256}) {
            text.append(algorithm.repositoryName()).append(":\n");
            for (int i = 0; i < 3_000; i++) {
                text.append(' ').append(("%0" + 2 * algorithm.bytes() + "x").formatted(i));
                text.append(" 4711 main/binary-amd64/some-index-").append(i).append(".xz\n");
            }
        }
        var payload = ByteBuffer.wrap(Samples.utf8(text.toString()));
        ReleaseFile.parse(payload);

        long allocated = Allocated.by(
                () -> assertThat(ReleaseFile.parse(payload).memberCount()).isEqualTo(3_000));

        // All that parsing takes, most of which is garbage at once; and a lookup costs its own answer alone.
        assertThat(allocated).isLessThan(6L << 20);
        var release = ReleaseFile.parse(payload);
        assertThat(Allocated.by(() -> assertThat(release.member("main/binary-amd64/some-index-2999.xz"))
                        .isPresent()))
                .isLessThan(100_000);
    }
}
