package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.RangeSpec.Resolved.Satisfiable;
import org.aptheke.http.RangeSpec.Resolved.Unsatisfiable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 14.1.2 and 14.2. */
final class RangeSpecTest {
    private static RangeSpec range(String value) {
        return RangeSpec.parse(Fields.of("Range", value)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-4,6-8",
                "bytes=4-3",
                "bytes=",
                "bytes=-",
                "bytes",
                "bytes=a-b",
                "bytes=0-b",
                "bytes=a-",
                "bytes=-a",
                "bytes=1",
                "bytes=--1",
                "bytes=1--2",
                "bytes=0 - 4",
                "bytes=+0-4",
                "lines=0-4",
                "0-4",
                "",
            })
    void parse_notOneValidRange_isIgnored(String value) {
        assertThat(RangeSpec.parse(Fields.of("Range", value))).isEmpty();
    }

    @Test
    void parse_noFieldOrTwoLines_isIgnored() {
        assertThat(RangeSpec.parse(Fields.EMPTY)).isEmpty();
        assertThat(RangeSpec.parse(Fields.of("Range", "bytes=0-1", "Range", "bytes=2-3")))
                .isEmpty();
    }

    @Test
    void parse_eachForm_isRead() {
        assertThat(range("bytes=5-")).isEqualTo(new RangeSpec.From(5));
        assertThat(range("bytes=0-0")).isEqualTo(new RangeSpec.Between(0, 0));
        assertThat(range("bytes=-5")).isEqualTo(new RangeSpec.Suffix(5));
        // 14.1: unit names are case-insensitive. 5.6.1: empty members of a list are passed over.
        assertThat(range("BYTES= , 1-2 ,")).isEqualTo(new RangeSpec.Between(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, 10, 0, 5",
        "bytes=0-0, 10, 0, 1",
        "bytes=9-9, 10, 9, 10",
        "bytes=5-, 10, 5, 10",
        "bytes=0-, 10, 0, 10",
        "bytes=-3, 10, 7, 10",
        // 14.1.2: what goes beyond the end is cut, a suffix longer than all is all.
        "bytes=5-99, 10, 5, 10",
        "bytes=5-99999999999999999999999999, 10, 5, 10",
        "bytes=-99, 10, 0, 10",
        "bytes=-99999999999999999999999999, 10, 0, 10",
        "bytes=5-9223372036854775807, 10, 5, 10",
    })
    void resolve_withinTheSize_isCutToIt(String value, long size, long first, long end) {
        assertThat(range(value).resolve(size)).isEqualTo(new Satisfiable(first, end));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=10-, 10",
        "bytes=10-20, 10",
        "bytes=99999999999999999999999999-, 10",
        "bytes=-0, 10",
        "bytes=0-, 0",
        "bytes=0-4, 0",
        "bytes=-5, 0",
    })
    void resolve_nothingThere_isUnsatisfiable(String value, long size) {
        assertThat(range(value).resolve(size)).isEqualTo(new Unsatisfiable());
    }
}
