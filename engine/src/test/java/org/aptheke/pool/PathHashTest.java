package org.aptheke.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathHashTest {
    private static final PathHash REFERENCE = new PathHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** The last is the example of the paper's appendix A; the others are the first of the authors' test vectors. */
    @ParameterizedTest
    @CsvSource({
        "0,726fdb47dd0e0e31",
        "1,74f839c593dc67fd",
        "2,0d6c8009d9a94f5a",
        "3,85676696d7fb7e2d",
        "7,ab0200f58b01d137",
        "8,93f5f5799a932462",
        "15,a129ca6149be45e5"
    })
    void of_countingBytes_isThatOfTheReference(int length, String expected) {
        assertThat(REFERENCE.of(counting(64), length)).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @Test
    void of_otherKey_isAnotherHash() {
        var random = new Random(7);
        var hashes = new HashSet<Long>();
        for (int i = 0; i < 100; i++) {
            hashes.add(PathHash.random(random).of(counting(64), 64));
        }
        assertThat(hashes).hasSize(100);
    }

    private static byte[] counting(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
