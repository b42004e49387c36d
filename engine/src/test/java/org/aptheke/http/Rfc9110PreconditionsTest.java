package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 13, as RFC 9111, 4.3.2 has caches evaluate it. */
final class Rfc9110PreconditionsTest {
    private static final Instant RECEIVED = Instant.parse("2026-01-15T12:00:00Z");
    private static final String MODIFIED = "Thu, 15 Jan 2026 08:00:00 GMT";
    private static final String EARLIER = "Thu, 15 Jan 2026 07:59:59 GMT";
    private static final String LATER = "Thu, 15 Jan 2026 08:00:01 GMT";

    private static boolean notModified(Fields request, Fields representation) {
        return Preconditions.notModified(request, representation, RECEIVED);
    }

    private static Fields ifNoneMatch(String value) {
        return Fields.of("If-None-Match", value);
    }

    private static Fields ifModifiedSince(String value) {
        return Fields.of("If-Modified-Since", value);
    }

    @Nested
    final class IfNoneMatch {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"abc\"",
                    "W/\"abc\"",
                    "\"abc\", \"x\"",
                    "\"x\", \"abc\", \"y\"",
                    "\"x\",\"abc\"",
                    "\"x,y\", \"abc\"",
                    "*"
                })
        void notModified_tagAmongThem_holds(String value) {
            assertThat(notModified(ifNoneMatch(value), Fields.of("ETag", "\"abc\"")))
                    .isTrue();
        }

        /** 13.1.2: MUST use the weak comparison. */
        @Test
        void notModified_weakTag_matchesWeakly() {
            assertThat(notModified(ifNoneMatch("\"abc\""), Fields.of("ETag", "W/\"abc\"")))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"x\"", "\"ABC\"", "abc", "\"abc", "", "\"x,\"abc\"\""})
        void notModified_otherTags_isModified(String value) {
            assertThat(notModified(ifNoneMatch(value), Fields.of("ETag", "\"abc\"")))
                    .isFalse();
        }

        @Test
        void notModified_octetsAboveAscii_areCompared() {
            assertThat(notModified(ifNoneMatch("\"abc\u00fc\""), Fields.of("ETag", "\"abc\u00fc\"")))
                    .isTrue();
            assertThat(notModified(ifNoneMatch("\"abc\u00fc\""), Fields.of("ETag", "\"abc\u00e4\"")))
                    .isFalse();
        }

        @Test
        void notModified_noTagStored_isModifiedUnlessAny() {
            assertThat(notModified(ifNoneMatch("\"abc\""), Fields.EMPTY)).isFalse();
            assertThat(notModified(ifNoneMatch("*"), Fields.EMPTY)).isTrue();
        }

        @Test
        void notModified_unquotedOnBothSides_isTheSame() {
            assertThat(notModified(ifNoneMatch("abc"), Fields.of("ETag", "abc")))
                    .isTrue();
            assertThat(notModified(ifNoneMatch("\"abc\""), Fields.of("ETag", "abc")))
                    .isFalse();
        }

        /** 13.1.3: MUST ignore If-Modified-Since when If-None-Match is there. */
        @Test
        void notModified_bothFields_tagDecides() {
            var stored = Fields.of("ETag", "\"abc\"", "Last-Modified", MODIFIED);

            assertThat(notModified(Fields.of("If-None-Match", "\"x\"", "If-Modified-Since", MODIFIED), stored))
                    .isFalse();
            assertThat(notModified(Fields.of("If-None-Match", "\"abc\"", "If-Modified-Since", EARLIER), stored))
                    .isTrue();
        }
    }

    @Nested
    final class IfModifiedSince {
        private final Fields stored = Fields.of("Last-Modified", MODIFIED, "Date", LATER);

        @Test
        void notModified_sameOrLaterDate_holds() {
            assertThat(notModified(ifModifiedSince(MODIFIED), stored)).isTrue();
            assertThat(notModified(ifModifiedSince(LATER), stored)).isTrue();
            assertThat(notModified(ifModifiedSince("Thursday, 15-Jan-26 08:00:00 GMT"), stored))
                    .isTrue();
            assertThat(notModified(ifModifiedSince("Thu Jan 15 08:00:00 2026"), stored))
                    .isTrue();
        }

        @Test
        void notModified_earlierDate_isModified() {
            assertThat(notModified(ifModifiedSince(EARLIER), stored)).isFalse();
        }

        /** 13.1.3: MUST ignore a value that is no date, or more than one. */
        @Test
        void notModified_invalidDate_isIgnored() {
            assertThat(notModified(ifModifiedSince("yesterday"), stored)).isFalse();
            assertThat(notModified(Fields.of("If-Modified-Since", MODIFIED, "If-Modified-Since", MODIFIED), stored))
                    .isFalse();
        }

        /** RFC 9111, 4.3.2: SHOULD use Date, or else the time of receipt, when there is no Last-Modified. */
        @Test
        void notModified_noLastModified_comparesWithDateOrReceipt() {
            assertThat(notModified(ifModifiedSince(LATER), Fields.of("Date", MODIFIED)))
                    .isTrue();
            assertThat(notModified(ifModifiedSince(EARLIER), Fields.of("Date", MODIFIED)))
                    .isFalse();
            assertThat(notModified(ifModifiedSince(HttpDate.format(RECEIVED)), Fields.EMPTY))
                    .isTrue();
            assertThat(notModified(ifModifiedSince(LATER), Fields.EMPTY)).isFalse();
        }

        @Test
        void notModified_noCondition_isAnsweredWhole() {
            assertThat(notModified(Fields.EMPTY, stored)).isFalse();
        }
    }

    @Nested
    final class IfRange {
        @Test
        void ifRangeHolds_noField_holds() {
            assertThat(Preconditions.ifRangeHolds(Fields.EMPTY, Fields.EMPTY)).isTrue();
        }

        /** 13.1.5: MUST use the strong comparison. */
        @Test
        void ifRangeHolds_tag_onlyWhenStrongAndEqual() {
            assertThat(holds("\"abc\"", Fields.of("ETag", "\"abc\""))).isTrue();
            assertThat(holds("\"abc\"", Fields.of("ETag", "\"x\""))).isFalse();
            assertThat(holds("W/\"abc\"", Fields.of("ETag", "W/\"abc\""))).isFalse();
            assertThat(holds("\"abc\"", Fields.of("ETag", "W/\"abc\""))).isFalse();
            assertThat(holds("\"abc\"", Fields.EMPTY)).isFalse();
        }

        @Test
        void ifRangeHolds_date_onlyWhenExactlyEqual() {
            var stored = Fields.of("Last-Modified", MODIFIED, "ETag", "\"abc\"");

            assertThat(holds(MODIFIED, stored)).isTrue();
            assertThat(holds(LATER, stored)).isFalse();
            assertThat(holds(EARLIER, stored)).isFalse();
            assertThat(holds(MODIFIED, Fields.EMPTY)).isFalse();
        }

        @Test
        void ifRangeHolds_neitherTagNorDate_doesNotHold() {
            assertThat(holds("abc", Fields.of("ETag", "abc", "Last-Modified", "abc")))
                    .isFalse();
            assertThat(holds("", Fields.EMPTY)).isFalse();
            assertThat(Preconditions.ifRangeHolds(
                            Fields.of("If-Range", "\"abc\"", "If-Range", "\"abc\""), Fields.of("ETag", "\"abc\"")))
                    .isFalse();
        }

        private boolean holds(String value, Fields representation) {
            return Preconditions.ifRangeHolds(Fields.of("If-Range", value), representation);
        }
    }
}
