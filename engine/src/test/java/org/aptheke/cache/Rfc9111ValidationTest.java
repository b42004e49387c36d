package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Fields;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending a validation request: RFC 9111, 4.3.1, 5.2.2.2, 5.2.2.4. */
final class Rfc9111ValidationTest {
    private static final String MODIFIED = "Thu, 15 Jan 2026 08:00:00 GMT";

    private static Fields conditional(Decision decision) {
        return ((Decision.Validate) decision).conditional();
    }

    @Nested
    final class Must {
        @ParameterizedTest
        @ValueSource(
                strings = {"no-cache", "No-Cache", "max-age=3600, no-cache", "max-age=0", "max-age=1, must-revalidate"})
        void decide_mayNotBeReusedAsItIs_isValidated(String cacheControl) {
            assertThat(Stored.withCacheControl(cacheControl).askedAfter(2))
                    .isInstanceOfSatisfying(
                            Decision.Validate.class,
                            validate -> assertThat(validate.reason()).isEqualTo(ForwardReason.STALE));
        }

        @Test
        void decide_staleWithImmutable_isValidated() {
            assertThat(Stored.withCacheControl("max-age=1, immutable").askedAfter(2))
                    .isInstanceOf(Decision.Validate.class);
        }

        /** 4.3.1: If-None-Match with the stored entity tag, as it came. */
        @ParameterizedTest
        @ValueSource(strings = {"\"abc\"", "W/\"abc\"", "abc", "\"abc\u00fc\""})
        void decide_staleWithTag_sendsItAsItCame(String tag) {
            assertThat(conditional(Stored.with("ETag", tag).askedAfter(0))).isEqualTo(Fields.of("If-None-Match", tag));
        }
    }

    @Nested
    final class Should {
        @Test
        void decide_staleWithLastModified_sendsItAsItCame() {
            assertThat(conditional(Stored.with("Last-Modified", MODIFIED).askedAfter(0)))
                    .isEqualTo(Fields.of("If-Modified-Since", MODIFIED));
        }

        @Test
        void decide_staleWithBoth_sendsBoth() {
            assertThat(conditional(Stored.with("Last-Modified", MODIFIED, "ETag", "\"abc\"")
                            .askedAfter(0)))
                    .isEqualTo(Fields.of("If-None-Match", "\"abc\"", "If-Modified-Since", MODIFIED));
        }
    }

    @Test
    void decide_staleWithoutValidator_isForwarded() {
        assertThat(Stored.with("Cache-Control", "max-age=1").askedAfter(2))
                .isEqualTo(new Decision.Forward(ForwardReason.STALE));
        assertThat(Stored.with("Cache-Control", "no-cache").askedAfter(2))
                .isEqualTo(new Decision.Forward(ForwardReason.STALE));
    }

    /** 5.2.2.4: the qualified form is about the fields only, and those are not stored. */
    @Test
    void decide_noCacheForFields_isReused() {
        assertThat(Stored.withCacheControl("max-age=3600, no-cache=\"a\"").isReusedAfter(2))
                .isTrue();
    }
}
