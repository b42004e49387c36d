package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.aptheke.cache.PartReuse.Continuation;
import org.aptheke.http.Fields;
import org.aptheke.http.RangeSpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Incomplete responses: RFC 9111, 3.3, 3.4; RFC 9110, 8.8.2.2, 13.1.5, 15.3.7. */
final class Rfc9111IncompleteResponsesTest {
    private static final OptionalLong TEN = OptionalLong.of(10);
    private static final OptionalLong UNKNOWN = OptionalLong.empty();
    private static final String OLD = Stored.date(-10_000);

    private static StoredPart tagged() {
        return Stored.with("ETag", "\"abc\"", "Last-Modified", OLD).part(0, 5, TEN);
    }

    private static StoredPart dated() {
        return Stored.with("Last-Modified", OLD, "Date", Stored.date(0)).part(0, 5, TEN);
    }

    private static Continuation continuing(StoredPart part, int status, String... fields) {
        return PartReuse.continuing(part, 5, status, Fields.of(fields));
    }

    @Nested
    final class Ranges {
        /** 3.3: MUST NOT answer with it unless the range lies wholly within. */
        @ParameterizedTest
        @CsvSource({
            "bytes=4-7, true",
            "bytes=5-6, true",
            "bytes=4-, false",
            "bytes=3-5, false",
            "bytes=7-8, false",
            "bytes=0-1, false",
            "bytes=9-9, false",
            "bytes=-2, false",
            "bytes=10-, false",
            "bytes=0-, false",
        })
        void covers_middleOfAKnownLength_onlyWhatIsInside(String range, boolean covered) {
            var part = Stored.with().part(4, 8, TEN);

            assertThat(PartReuse.covers(
                            part, RangeSpec.parse(Fields.of("Range", range)).orElseThrow()))
                    .isEqualTo(covered);
        }

        @ParameterizedTest
        @CsvSource({
            "bytes=5-, true",
            "bytes=6-, true",
            "bytes=-5, true",
            "bytes=-6, false",
            "bytes=7-100, true",
            "bytes=4-, false",
        })
        void covers_endOfAKnownLength_openRangesToo(String range, boolean covered) {
            var part = Stored.with().part(5, 10, TEN);

            assertThat(PartReuse.covers(
                            part, RangeSpec.parse(Fields.of("Range", range)).orElseThrow()))
                    .isEqualTo(covered);
        }

        @Test
        void covers_unknownLength_onlyBothEndsInside() {
            var part = Stored.with().part(0, 5, UNKNOWN);

            assertThat(PartReuse.covers(part, new RangeSpec.Between(0, 4))).isTrue();
            assertThat(PartReuse.covers(part, new RangeSpec.Between(0, 5))).isFalse();
            assertThat(PartReuse.covers(part, new RangeSpec.From(0))).isFalse();
            assertThat(PartReuse.covers(part, new RangeSpec.Suffix(1))).isFalse();
        }

        /** 3.3: and only while it is fresh, or what else lets a response be reused. */
        @Test
        void mayServePart_followsTheRulesOfReuse() {
            var fresh = Stored.with("Cache-Control", "max-age=3600").part(0, 5, TEN);
            var unknown = Stored.with("ETag", "\"abc\"").part(0, 5, TEN);

            assertThat(Stored.REUSE.mayServePart(Stored.get(), fresh, Stored.NOW.plusSeconds(3599)))
                    .isTrue();
            assertThat(Stored.REUSE.mayServePart(Stored.get(), fresh, Stored.NOW.plusSeconds(3600)))
                    .isFalse();
            assertThat(Stored.REUSE.mayServePart(Stored.get("Cache-Control", "no-cache"), fresh, Stored.NOW))
                    .isFalse();
            assertThat(Stored.REUSE.mayServePart(Stored.get(), unknown, Stored.NOW))
                    .isFalse();
            assertThat(Stored.REUSE.age(fresh, Stored.NOW.plusSeconds(7))).hasSeconds(7);
        }
    }

    @Nested
    final class Validators {
        @Test
        void continuation_strongTag_isSent() {
            assertThat(PartReuse.continuation(tagged(), 5))
                    .isEqualTo(Fields.of("Range", "bytes=5-", "If-Range", "\"abc\""));
        }

        /** RFC 9110, 13.1.5: a date only where there is no tag, and only a strong one. */
        @Test
        void ifRange_dateAlone_isSentAsItCame() {
            assertThat(PartReuse.ifRange(dated())).contains(OLD);
        }

        @Test
        void ifRange_weakTag_isNone() {
            assertThat(PartReuse.ifRange(Stored.with("ETag", "W/\"abc\"", "Last-Modified", OLD)
                            .part(0, 5, TEN)))
                    .isEmpty();
            assertThat(PartReuse.ifRange(Stored.with("ETag", "abc").part(0, 5, TEN)))
                    .isEmpty();
        }

        /** RFC 9110, 8.8.2.2. */
        @ParameterizedTest
        @CsvSource({"0, false", "-1, true", "1, false"})
        void isContinuable_lastModified_onlyWhenASecondOlderThanDate(long seconds, boolean strong) {
            var part = Stored.with("Last-Modified", Stored.date(seconds), "Date", Stored.date(0))
                    .part(0, 5, TEN);

            assertThat(PartReuse.isContinuable(part)).isEqualTo(strong);
        }

        @Test
        void isContinuable_noValidator_isNot() {
            assertThat(PartReuse.isContinuable(Stored.with().part(0, 5, TEN))).isFalse();
            assertThat(PartReuse.isContinuable(
                            Stored.with("Last-Modified", "foo").part(0, 5, TEN)))
                    .isFalse();
        }
    }

    @Nested
    final class Combining {
        @Test
        void continuing_restOfTheSame_appends() {
            assertThat(continuing(tagged(), 206, "ETag", "\"abc\"", "Content-Range", "bytes 5-9/10"))
                    .isEqualTo(Continuation.APPENDS);
            assertThat(continuing(dated(), 206, "Last-Modified", OLD, "Content-Range", "bytes 5-9/10"))
                    .isEqualTo(Continuation.APPENDS);
            assertThat(continuing(tagged(), 206, "ETag", "\"abc\"", "Content-Range", "bytes 5-9/*"))
                    .isEqualTo(Continuation.APPENDS);
        }

        @Test
        void continuing_lengthNewlyKnown_appends() {
            var part = Stored.with("ETag", "\"abc\"").part(0, 5, UNKNOWN);

            assertThat(continuing(part, 206, "ETag", "\"abc\"", "Content-Range", "bytes 5-9/10"))
                    .isEqualTo(Continuation.APPENDS);
            assertThat(continuing(part, 206, "ETag", "\"abc\"", "Content-Range", "bytes 5-9/*"))
                    .isEqualTo(Continuation.UNUSABLE);
        }

        /** 3.4: MUST have the same strong validator. */
        @ParameterizedTest
        @ValueSource(strings = {"\"x\"", "W/\"abc\"", "abc"})
        void continuing_otherTag_isUnusable(String tag) {
            assertThat(continuing(tagged(), 206, "ETag", tag, "Content-Range", "bytes 5-9/10"))
                    .isEqualTo(Continuation.UNUSABLE);
        }

        @Test
        void continuing_validatorNotSaidAgain_isUnusable() {
            assertThat(continuing(tagged(), 206, "Content-Range", "bytes 5-9/10", "Last-Modified", OLD))
                    .isEqualTo(Continuation.UNUSABLE);
            assertThat(continuing(dated(), 206, "Content-Range", "bytes 5-9/10"))
                    .isEqualTo(Continuation.UNUSABLE);
            assertThat(continuing(dated(), 206, "Content-Range", "bytes 5-9/10", "Last-Modified", Stored.date(-9_999)))
                    .isEqualTo(Continuation.UNUSABLE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bytes 4-9/10",
                    "bytes 6-9/10",
                    "bytes 5-8/10",
                    "bytes 5-9/11",
                    "bytes 5-10/11",
                    "bytes 5-8/*",
                    "bytes */10",
                    "5-9/10",
                    "lines 5-9/10"
                })
        void continuing_otherRangeOrLength_isUnusable(String contentRange) {
            assertThat(continuing(tagged(), 206, "ETag", "\"abc\"", "Content-Range", contentRange))
                    .isEqualTo(Continuation.UNUSABLE);
        }

        @Test
        void continuing_noContentRange_isUnusable() {
            assertThat(continuing(tagged(), 206, "ETag", "\"abc\"", "Content-Type", "multipart/byteranges"))
                    .isEqualTo(Continuation.UNUSABLE);
        }

        @Test
        void continuing_wholeAnswer_repeatsOrReplaces() {
            assertThat(continuing(tagged(), 200, "ETag", "\"abc\"")).isEqualTo(Continuation.REPEATS);
            assertThat(continuing(tagged(), 200, "ETag", "\"x\"")).isEqualTo(Continuation.REPLACES);
            assertThat(continuing(tagged(), 200)).isEqualTo(Continuation.REPLACES);
            assertThat(continuing(Stored.with().part(0, 5, TEN), 200)).isEqualTo(Continuation.REPLACES);
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 304, 404, 416, 503})
        void continuing_anyOtherStatus_isUnusable(int status) {
            assertThat(continuing(tagged(), status, "ETag", "\"abc\"")).isEqualTo(Continuation.UNUSABLE);
        }

        /** 3.4: fields of the newer answer replace the stored ones. */
        @Test
        void combined_fields_areTheNewerOnes() {
            var part = Stored.with("ETag", "\"abc\"", "A", "1", "B", "1").part(0, 5, TEN);
            var newer = Fields.of("Date", OLD, "A", "2", "Content-Range", "bytes 5-9/10", "Content-Length", "5");

            assertThat(PartReuse.combined(part, newer, Stored.NOW))
                    .isEqualTo(Fields.of("ETag", "\"abc\"", "B", "1", "Date", OLD, "A", "2"));
        }
    }
}
