package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageIndexReaderTest {
    private static final Checksum MD5 = new Checksum(DigestAlgorithm.MD5, "0123456789abcdef".repeat(2));
    private static final Checksum SHA1 = new Checksum(DigestAlgorithm.SHA1, "01234567".repeat(5));
    private static final Checksum SHA256 = new Checksum(DigestAlgorithm.SHA256, "0123456789abcdef".repeat(4));
    private static final Checksum SHA512 = new Checksum(DigestAlgorithm.SHA512, "0123456789abcdef".repeat(8));

    /** What a consumer may keep of an entry. */
    private record Kept(String path, Expectation expectation) {}

    private static List<Kept> entries(String text) throws IOException {
        var entries = new ArrayList<Kept>();
        read(text, entry -> entries.add(new Kept(entry.path(), entry.expectation())));
        return entries;
    }

    private static IndexSummary read(String text, IndexConsumer consumer) throws IOException {
        return PackageIndexReader.read(new ByteArrayInputStream(Samples.utf8(text)), consumer);
    }

    private static String stanza(String... lines) {
        return String.join("\n", lines) + "\n\n";
    }

    private static String sha256(Checksum checksum) {
        return "SHA256: " + checksum.hex();
    }

    @Test
    void read_allDigests_arePromisedTogether() throws IOException {
        var text = stanza(
                "Package: apt",
                "Filename: pool/main/a/apt/apt_2.6.1_amd64.deb",
                "Size: 1373980",
                "MD5sum: " + MD5.hex(),
                "SHA1: " + SHA1.hex(),
                "SHA256: " + SHA256.hex(),
                "SHA512: " + SHA512.hex());

        assertThat(entries(text))
                .containsExactly(new Kept(
                        "pool/main/a/apt/apt_2.6.1_amd64.deb",
                        new Expectation(List.of(MD5, SHA1, SHA256, SHA512), OptionalLong.of(1_373_980))));
    }

    @ParameterizedTest
    @EnumSource
    void read_oneDigestOnly_isWhatIsPromised(DigestAlgorithm algorithm) throws IOException {
        var checksum = List.of(MD5, SHA1, SHA256, SHA512).stream()
                .filter(sum -> sum.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
        var text = stanza("Filename: ./a.deb", "Size: 5", algorithm.repositoryName() + ": " + checksum.hex());

        assertThat(entries(text)).containsExactly(new Kept("a.deb", Expectation.of(checksum, OptionalLong.of(5))));
    }

    @Test
    void read_digitsInUpperCase_areTheSame() throws IOException {
        var text = stanza("Filename: a.deb", "Size: 5", "SHA256: " + "0123456789ABCDEF".repeat(4));

        assertThat(entries(text)).containsExactly(new Kept("a.deb", Expectation.of(SHA256, OptionalLong.of(5))));
    }

    @Test
    void read_entry_tellsItsBytesAndItsPackage() throws IOException {
        var text = stanza(
                "Package: grün", "Version: 1:2~rc+1", "Architecture: all", "Filename: pool/grün.deb", sha256(SHA256));

        read(text, entry -> {
            var digest = new byte[40];
            entry.copyDigest(DigestAlgorithm.SHA256, digest, 8);
            assertThat(digest).startsWith(0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x23, 0x45, 0x67, 0x89);
            assertThat(entry.pathBytes().remaining()).isEqualTo(Samples.utf8("pool/grün.deb").length);
            assertThat(entry.size()).isEmpty();
            assertThat(entry.strongest()).isEqualTo(DigestAlgorithm.SHA256);
            assertThat(entry.checksum(DigestAlgorithm.SHA256)).isEqualTo(SHA256);
            assertThat(entry.promises(DigestAlgorithm.SHA512)).isFalse();
            assertThat(entry.packageName()).contains("grün");
            assertThat(entry.version()).contains("1:2~rc+1");
            assertThat(entry.architecture()).contains("all");
        });
    }

    @Test
    void read_noFileOrNoDigest_isPassedOver() throws IOException {
        var text = stanza("Package: a", "Status: install ok installed")
                + stanza("Package: b", "Filename: b.deb", "Size: 5")
                + stanza("Package: c", "Filename: c.deb", sha256(SHA256));

        var summary = read(text, entry -> assertThat(entry.packageName()).contains("c"));

        assertThat(summary.stanzas()).isEqualTo(3);
        assertThat(summary.entries()).isEqualTo(1);
    }

    @Test
    void read_promisesOfOneStanza_doNotReachTheNext() throws IOException {
        var text = stanza("Filename: a.deb", "Size: 1", "MD5sum: " + MD5.hex(), sha256(SHA256))
                + stanza("Filename: b.deb", "SHA1: " + SHA1.hex());

        assertThat(entries(text).getLast()).isEqualTo(new Kept("b.deb", Expectation.of(SHA1, OptionalLong.empty())));
    }

    @Test
    void read_directoryOfAll_isTold() throws IOException {
        String one = "Filename: ./binary/a/x.deb";
        String other = "Filename: binary/ab/y.deb";

        assertThat(read(stanza(one, sha256(SHA256)), entry -> {}).commonDirectory())
                .isEqualTo("binary/a/");
        assertThat(read(stanza(one, sha256(SHA256)) + stanza(other, sha256(SHA256)), entry -> {})
                        .commonDirectory())
                .isEqualTo("binary/");
        assertThat(read(stanza(one, sha256(SHA256)) + stanza("Filename: z", sha256(SHA256)), entry -> {})
                        .commonDirectory())
                .isEmpty();
        assertThat(read("", entry -> {}).commonDirectory()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Filename: ../../etc/cron.d/x",
                "Filename: pool/../../x.deb",
                "Filename: /etc/passwd",
                "Filename: pool/",
                "Filename:",
                "Filename: pool/a.deb\n pool/b.deb",
                "Filename: a.deb\nSize: 9223372036854775808",
                "Filename: a.deb\nSize: -1",
                "Filename: a.deb\nSize: 5 bytes",
                "Filename: a.deb\nSize:",
                "Filename: a.deb\nSHA256: 0123",
                "Filename: a.deb\nSHA256:",
                "Filename: a.deb\nMD5sum: 0123456789abcdef0123456789abcdeg",
                "Filename: a.deb\nSHA1: 0123456789abcdef0123456789abcdef",
            })
    void read_promiseThatCannotBe_refusesTheIndexWithTheLine(String lines) {
        var text = stanza("Package: good", "Filename: good.deb", sha256(SHA256)) + stanza("Package: bad", lines);

        assertThatThrownBy(() -> entries(text))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageStartingWith("stanza of line 5: ");
    }

    @Test
    void read_largestSize_isUnderstood() throws IOException {
        assertThat(entries(stanza("Filename: a.deb", "Size: 9223372036854775807", sha256(SHA256)))
                        .getFirst()
                        .expectation()
                        .size())
                .hasValue(Long.MAX_VALUE);
    }

    @Test
    void read_consumerFails_itsExceptionComesThrough() {
        var failure = new IOException("disk");

        assertThatThrownBy(() -> read(stanza("Filename: a.deb", sha256(SHA256)), entry -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
