package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 14.4. */
final class ContentRangeTest {
    @Test
    void parse_eachForm_isRead() {
        assertThat(ContentRange.parse("bytes 0-4/10")).contains(new ContentRange.Part(0, 5, OptionalLong.of(10)));
        assertThat(ContentRange.parse("Bytes 5-9/10")).contains(new ContentRange.Part(5, 10, OptionalLong.of(10)));
        assertThat(ContentRange.parse("bytes 0-4/*")).contains(new ContentRange.Part(0, 5, OptionalLong.empty()));
        assertThat(ContentRange.parse("bytes */10")).contains(new ContentRange.Unsatisfied(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes ",
                "bytes 0-4",
                "bytes 0-10/10",
                "bytes 4-3/10",
                "bytes */*",
                "bytes -4/10",
                "bytes 4-/10",
                "bytes 4/10",
                "bytes 0-4/x",
                "bytes 0-4/-10",
                "bytes 0-4/10/10",
                "bytes=0-4/10",
                "bytes/ 0-4",
                "lines 0-4/10",
                "bytes 0-9223372036854775807/*",
                "bytes a-b/10",
            })
    void parse_invalid_isEmpty(String value) {
        assertThat(ContentRange.parse(value)).isEmpty();
    }

    @Test
    void of_twoLines_isEmpty() {
        assertThat(ContentRange.of(Fields.of("Content-Range", "bytes 0-4/10", "Content-Range", "bytes 0-4/10")))
                .isEmpty();
        assertThat(ContentRange.of(Fields.of("Content-Range", "bytes 0-4/10"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-4/10", "bytes 0-4/*", "bytes */10"})
    void toString_parsed_isAsWritten(String value) {
        assertThat(ContentRange.parse(value).orElseThrow()).hasToString(value);
    }
}
