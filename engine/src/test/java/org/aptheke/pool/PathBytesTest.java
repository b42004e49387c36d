package org.aptheke.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathBytesTest {
    private final PathBytes bytes = new PathBytes();

    @Test
    void encode_anyUnicode_isUtf8() {
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            var text = text(random, 1 + random.nextInt(300));

            assertThat(bytes.encode(text)).isTrue();
            assertThat(encoded()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void encode_notAString_isTheSame() {
        assertThat(bytes.encode(CharBuffer.wrap("/pool/ä", 1, 7))).isTrue();

        assertThat(encoded()).isEqualTo("pool/ä".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud83d", "pool/\ud83dx", "pool/\udce9\ud83d"})
    void encode_emptyOrHalfASurrogatePair_isNoPath(String text) {
        assertThat(bytes.encode(text)).isFalse();
    }

    @Test
    void encode_longestPath_isTaken() {
        assertThat(bytes.encode("x".repeat(PathBytes.MOST))).isTrue();
        assertThat(bytes.length()).isEqualTo(PathBytes.MOST);
        assertThat(bytes.encode("ä".repeat(PathBytes.MOST / 2))).isTrue();
        assertThat(bytes.length()).isEqualTo(PathBytes.MOST);
    }

    @Test
    void encode_longerThanTheLongest_isNoPath() {
        assertThat(bytes.encode("x".repeat(PathBytes.MOST + 1))).isFalse();
        assertThat(bytes.encode("ä".repeat(PathBytes.MOST / 2) + "x")).isFalse();
    }

    private byte[] encoded() {
        return bytes.segment().asSlice(0, bytes.length()).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String text(Random random, int characters) {
        var text = new StringBuilder();
        while (text.length() < characters) {
            int bound = 1 << (7 + random.nextInt(15));
            int character = random.nextInt(Math.min(bound, Character.MAX_CODE_POINT + 1));
            if (Character.getType(character) != Character.SURROGATE) {
                text.appendCodePoint(character);
            }
        }
        return text.toString();
    }
}
