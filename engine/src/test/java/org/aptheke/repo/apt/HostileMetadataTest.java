package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.repo.codec.Compressed;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimitException;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata made to exhaust whoever reads it: refused early, which is counted in bytes read and bytes allocated. */
final class HostileMetadataTest {
    private static final int MIB = 1 << 20;
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The same bytes over and over, without an end; counts how many are taken. */
    private static final class Endless extends InputStream {
        private final byte[] pattern;
        private final AtomicLong taken = new AtomicLong();

        Endless(String pattern) {
            this.pattern = Samples.utf8(pattern);
        }

        @Override
        public int read() {
            return pattern[(int) (taken.getAndIncrement() % pattern.length)];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }

    private static ReleaseFile release(String text) throws MalformedMetadataException {
        return ReleaseFile.parse(ByteBuffer.wrap(Samples.utf8(text)));
    }

    private static String members(int count) {
        var text = new StringBuilder("SHA256:\n");
        for (int i = 0; i < count; i++) {
            text.append(' ').append(SHA256).append(" 0 ").append(i).append('\n');
        }
        return text.toString();
    }

    /** Two GiB of stanzas in less than 2 MB. */
    @ParameterizedTest
    @EnumSource(names = {"XZ", "BZIP2"})
    void read_twoGibibytesFromTwoMegabytes_isRefusedAfterAFewMebibytes(Compression compression) throws IOException {
        var stanza = "Package: a\nFilename: a.deb\nSize: 1\nSHA256: " + SHA256 + "\n\n";
        var bomb = Compressed.repeated(compression, Samples.utf8(stanza.repeat(2 * MIB / stanza.length())), 1024);
        var entries = new AtomicLong();

        assertThat(bomb.length).isLessThan(2_000_000);
        long allocated = Allocated.by(() -> {
            try (var in = compression.open(new ByteArrayInputStream(bomb), ExpansionLimits.DEFAULT)) {
                assertThatThrownBy(() -> PackageIndexReader.read(in, entry -> entries.incrementAndGet()))
                        .isInstanceOf(ExpansionLimitException.class)
                        .hasMessageContaining("100 to 1");
            }
        });

        assertThat(entries.get() * stanza.length()).isLessThan(10 * MIB);
        assertThat(allocated).isLessThan(32 * MIB);
    }

    @Test
    void parse_aMillionMembers_isRefusedForItsSize() throws IOException {
        var payload = ByteBuffer.wrap(Samples.utf8(members(1_000_000)));

        long allocated = Allocated.by(() -> assertThatThrownBy(() -> ReleaseFile.parse(payload))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessage(
                        "a release file of %d bytes, more than the limit of 16777216".formatted(payload.remaining())));

        assertThat(allocated).isLessThan(4 * MIB);
    }

    @Test
    void parse_moreMembersThanTheLimit_isRefusedForTheirNumber() throws IOException {
        var payload = ByteBuffer.wrap(Samples.utf8(members(ReleaseFile.MAX_MEMBERS + 1)));

        long allocated = Allocated.by(() -> assertThatThrownBy(() -> ReleaseFile.parse(payload))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("lists more than 200000 files"));

        assertThat(allocated).isLessThan(200 * MIB);
    }

    /** Names and digests chosen so that hash tables would put them all in one place. */
    @Test
    void parse_namesAndDigestsThatCollide_areFoundAllTheSame() throws MalformedMetadataException {
        var text = new StringBuilder("SHA256:\n");
        for (int i = 0; i < 1 << 14; i++) {
            text.append(' ').append("0".repeat(56)).append("%08x".formatted(i)).append(" 0 ");
            for (int bit = 0; bit < 14; bit++) {
                // Both have the same hash code.
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append('\n');
        }

        var release = release(text.toString());

        assertThat(release.memberCount()).isEqualTo(1 << 14);
        assertThat(release.member("BB".repeat(14))
                        .map(member -> member.expectation().strongest().hex()))
                .contains("0".repeat(56) + "00003fff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " x\n", "#\n", "\t \n"})
    void read_stanzaWithoutEnd_isRefusedAtTheLimit(String pattern) throws IOException {
        var endless = new Endless(pattern);
        var index = new SequenceInputStream(new ByteArrayInputStream(Samples.utf8("Package: a\n ")), endless);

        long allocated = Allocated.by(() -> assertThatThrownBy(() -> PackageIndexReader.read(index, entry -> {}))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("longer than the limit of 4194304 bytes"));

        assertThat(endless.taken.get()).isLessThan(5 * MIB);
        assertThat(allocated).isLessThan(16 * MIB);
    }

    @Test
    void read_stanzaOfFourMebibytes_isReadAndOneMoreByteIsNot() throws IOException {
        String head = "Filename: a.deb\nSHA256: " + SHA256 + "\nText: ";
        String largest = head + "x".repeat(4 * MIB - head.length() - 1) + "\n";

        assertThat(PackageIndexReader.read(new ByteArrayInputStream(Samples.utf8(largest + "\n" + largest)), e -> {})
                        .entries())
                .isEqualTo(2);
        assertThatThrownBy(() -> PackageIndexReader.read(
                        new ByteArrayInputStream(Samples.utf8("Package: a\n\n" + largest + " xxx\n\n")), e -> {}))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("longer than the limit of 4194304 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "#\n", "# comment\n\n"})
    void read_nothingForLong_takesNoMemory(String pattern) throws IOException {
        var nothing = Samples.utf8(pattern.repeat(16 * MIB / pattern.length()));

        long allocated =
                Allocated.by(() -> assertThat(PackageIndexReader.read(new ByteArrayInputStream(nothing), entry -> {})
                                .stanzas())
                        .isZero());

        assertThat(allocated).isLessThan(4 * MIB);
    }

    @Test
    void read_manyStanzasOfManyFields_takesNoMemory() throws IOException {
        var stanza = new StringBuilder();
        for (int i = 0; i < Stanza.MAX_FIELDS; i++) {
            stanza.append("f").append(i).append(":\n");
        }
        var index = Samples.utf8(stanza.append('\n').toString().repeat(8_000));

        long allocated =
                Allocated.by(() -> assertThat(PackageIndexReader.read(new ByteArrayInputStream(index), entry -> {})
                                .stanzas())
                        .isEqualTo(8_000));

        assertThat(allocated).isLessThan(4 * MIB);
    }

    @Test
    void split_frameThatNeverEnds_isRefused() {
        var lines = "- x\nx\n".repeat(2_000_000);

        assertThatThrownBy(() -> ClearSigned.split(
                        ByteBuffer.wrap(Samples.utf8("-----BEGIN PGP SIGNED MESSAGE-----\n\n" + lines))))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("has no end");
    }

    @Test
    void messages_aboutHostileText_areShortAndOnOneLine() {
        String evil = "../" + "\u001b[2J\r".repeat(10_000);

        assertThatThrownBy(() -> release("SHA256:\n " + SHA256 + " 0 " + evil + "x\n"))
                .isInstanceOf(MalformedMetadataException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .hasSizeLessThan(400)
                        .doesNotContain("\u001b")
                        .doesNotContain("\r")
                        .doesNotContain("\n"));
    }
}
