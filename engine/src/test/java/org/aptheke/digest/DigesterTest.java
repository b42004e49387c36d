package org.aptheke.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The digests of {@code abc} are those of the standards (FIPS 180-4, RFC 1321). */
class DigesterTest {
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    private static final String SHA1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String SHA512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    @Test
    void checksums_allAlgorithms_areThoseOfTheStandards() {
        var digester = new Digester(EnumSet.allOf(DigestAlgorithm.class));

        digester.update(bytes("a"));
        digester.update(bytes("bc"));

        assertThat(digester.checksums())
                .containsExactlyInAnyOrder(
                        new Checksum(DigestAlgorithm.MD5, MD5),
                        new Checksum(DigestAlgorithm.SHA1, SHA1),
                        new Checksum(DigestAlgorithm.SHA256, SHA256),
                        new Checksum(DigestAlgorithm.SHA512, SHA512));
        assertThat(digester.current().toHex()).isEqualTo(SHA256);
    }

    @Test
    void checksums_nothingAskedFor_isSha256Alone() {
        var digester = new Digester();

        digester.update(bytes("abc"));

        assertThat(digester.checksums()).containsExactly(new Checksum(DigestAlgorithm.SHA256, SHA256));
    }

    @Test
    void copy_original_goOnEachForItself() {
        var original = new Digester(List.of(DigestAlgorithm.MD5));
        original.update(bytes("ab"));

        var copy = original.copy();
        original.update(bytes("c"));
        copy.update(bytes("x"));

        assertThat(original.checksums()).contains(new Checksum(DigestAlgorithm.MD5, MD5));
        assertThat(copy.checksums())
                .doesNotContain(new Checksum(DigestAlgorithm.MD5, MD5))
                .hasSize(2);
    }

    @Test
    void update_buffer_isMovedToItsLimitOnce() {
        var buffer = bytes("xabcx");
        buffer.position(1).limit(4);
        var digester = new Digester(List.of(DigestAlgorithm.SHA512, DigestAlgorithm.MD5));

        digester.update(buffer);

        assertThat(buffer.position()).isEqualTo(4);
        assertThat(digester.checksums()).contains(new Checksum(DigestAlgorithm.SHA512, SHA512));
        assertThat(digester.current().toHex()).isEqualTo(SHA256);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
