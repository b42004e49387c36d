package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 8.8.3. */
final class EntityTagTest {
    private static EntityTag tag(String text) {
        return EntityTag.parse(text).orElseThrow();
    }

    /** The table in 8.8.3.2. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "W/\"1\", W/\"1\", false, true",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\", false, true",
                "\"1\", \"1\", true, true",
                "\"1\", \"2\", false, false",
                "\"a\", \"A\", false, false",
            })
    void matches_pair_asInTheTable(String one, String other, boolean strongly, boolean weakly) {
        assertThat(tag(one).matchesStrongly(tag(other))).isEqualTo(strongly);
        assertThat(tag(other).matchesStrongly(tag(one))).isEqualTo(strongly);
        assertThat(tag(one).matchesWeakly(tag(other))).isEqualTo(weakly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"a,b\"", "\"\u00fc\u00df\"", "\"a\\\""})
    void parse_oddButValidTag_isStrong(String text) {
        assertThat(tag(text).weak()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "\"abc", "abc\"", "w/\"abc\"", "\"a b\"", "\"a\"b\"", "W/abc", "\""})
    void parse_malformedTag_isWeakAndEqualOnlyToItself(String text) {
        assertThat(tag(text).weak()).isTrue();
        assertThat(tag(text).matchesWeakly(tag(text))).isTrue();
        assertThat(tag(text).matchesStrongly(tag(text))).isFalse();
        assertThat(tag(text).matchesWeakly(tag("\"abc\""))).isFalse();
    }

    @Test
    void parse_nothing_isEmpty() {
        assertThat(EntityTag.parse(" ")).isEmpty();
    }

    @Test
    void list_severalLinesAndCommasInside_areAllRead() {
        var fields = Fields.of("If-None-Match", "\"a\", W/\"b,c\"", "if-none-match", "\"d\\\" , *");

        assertThat(EntityTag.list(fields, "If-None-Match"))
                .containsExactly(tag("\"a\""), tag("W/\"b,c\""), tag("\"d\\\""));
        assertThat(EntityTag.isAny(fields, "If-None-Match")).isTrue();
        assertThat(EntityTag.isAny(Fields.of("If-None-Match", "\"*\""), "If-None-Match"))
                .isFalse();
    }
}
