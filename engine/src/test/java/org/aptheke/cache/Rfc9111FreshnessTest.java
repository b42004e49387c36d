package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aptheke.http.DeltaSeconds;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Freshness lifetime: RFC 9111, 4.2, 4.2.1, 4.2.2, 5.2.2.1, 5.2.2.10, 5.3. */
final class Rfc9111FreshnessTest {
    private static final String HOUR_AHEAD = Stored.date(3600);
    private static final String HOUR_AGO = Stored.date(-3600);
    private static final String PRESENT = Stored.date(0);

    @Nested
    final class Must {
        /** 4: MUST NOT reuse unless fresh, allowed stale, or validated. */
        @Test
        void decide_lifetimeOver_isNotReused() {
            assertThat(Stored.withCacheControl("max-age=2").isReusedAfter(1)).isTrue();
            assertThat(Stored.withCacheControl("max-age=2").isReusedAfter(2)).isFalse();
            assertThat(Stored.withCacheControl("max-age=2").isReusedAfter(3)).isFalse();
        }

        @Test
        void decide_noFreshnessInformation_isNotReused() {
            assertThat(Stored.with("ETag", "\"abc\"").isReusedAfter(0)).isFalse();
            assertThat(Stored.with("Last-Modified", Stored.date(-10_000_000)).isReusedAfter(0))
                    .isFalse();
        }

        @Test
        void decide_maxAgeZero_isNotReused() {
            assertThat(Stored.withCacheControl("max-age=0").isReusedAfter(0)).isFalse();
        }

        /** 5.3: max-age MUST override Expires, in both directions. */
        @Test
        void decide_maxAgeAndExpires_maxAgeCounts() {
            assertThat(Stored.with("Cache-Control", "max-age=0", "Expires", HOUR_AHEAD, "Date", PRESENT)
                            .isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Expires", HOUR_AGO, "Date", PRESENT)
                            .isReusedAfter(10))
                    .isTrue();
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Expires", "0")
                            .isReusedAfter(10))
                    .isTrue();
            // Invalid freshness information is stale, not absent (4.2.1).
            assertThat(Stored.with("Cache-Control", "max-age=foo", "Expires", HOUR_AHEAD)
                            .isReusedAfter(0))
                    .isFalse();
        }

        /** 5.2.2.10: for a shared cache s-maxage overrides max-age and Expires. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "max-age=3600, s-maxage=1 | false",
                    "s-maxage=1, max-age=3600 | false",
                    "max-age=1, s-maxage=3600 | true",
                    "s-maxage=3600, max-age=1 | true",
                    "s-maxage=0, max-age=3600 | false",
                    "s-maxage=x, max-age=3600 | false",
                    "S-MaxAge=3600            | true",
                })
        void decide_sMaxAge_countsBeforeAllOthers(String cacheControl, boolean reused) {
            assertThat(Stored.withCacheControl(cacheControl).isReusedAfter(10)).isEqualTo(reused);
        }

        @Test
        void decide_sMaxAgeShorterThanExpires_isNotReused() {
            assertThat(Stored.with("Cache-Control", "s-maxage=1", "Expires", HOUR_AHEAD)
                            .isReusedAfter(3))
                    .isFalse();
        }

        @Test
        void decide_sMaxAgeOnAnotherLine_counts() {
            assertThat(Stored.with("Cache-Control", "max-age=1", "Cache-Control", "s-maxage=3600")
                            .isReusedAfter(10))
                    .isTrue();
        }

        /** 5.3: MUST interpret an invalid date, the value 0 above all, as in the past. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "-1",
                    "foo",
                    "",
                    "3600",
                    "Thu, 18 Aug 2050 02:01:18 AEST",
                    "Thu, 18 Aug 50 02:01:18 GMT",
                    "Thu, 18-Aug-2050 02:01:18 GMT",
                    "Thu 18 Aug 2050 02:01:18 GMT",
                    "Thu, 18 Aug 2050 2:01:18 GMT",
                    "Thu, 18 Aug 2050 02.01.18 GMT",
                    "Thu, 18  Aug  2050 02:01:18 GMT",
                    "Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:19 GMT",
                    // 4.2: a zone other than GMT is invalid for an expiration.
                    "Thu, 18 Aug 2050 02:01:18 UTC",
                })
        void decide_expiresInvalid_isNotReused(String expires) {
            assertThat(Stored.with("Expires", expires, "Date", PRESENT, "ETag", "\"a\"")
                            .isReusedAfter(0))
                    .isFalse();
        }

        @Test
        void decide_expiresPastOrPresent_isNotReused() {
            assertThat(Stored.with("Expires", HOUR_AGO, "Date", PRESENT).isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Expires", PRESENT, "Date", PRESENT).isReusedAfter(0))
                    .isFalse();
        }

        /** 4.2.1: two different values are the first or stale. */
        @Test
        void decide_twoDifferentExpires_isNotReused() {
            assertThat(Stored.with("Expires", HOUR_AHEAD, "Expires", HOUR_AGO).isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Expires", HOUR_AHEAD, "Expires", HOUR_AHEAD).isReusedAfter(0))
                    .isTrue();
        }

        /** 4.2.1: the lifetime is Expires minus the origin's Date, not minus our own time. */
        @Test
        void decide_expiresWithFastOriginClock_countsFromItsDate() {
            assertThat(Stored.with("Expires", HOUR_AHEAD, "Date", Stored.date(3600))
                            .isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Expires", Stored.date(10), "Date", Stored.date(25), "Age", "20")
                            .isReusedAfter(0))
                    .isFalse();
        }

        @Test
        void decide_expiresWithSlowOriginClock_countsItsDateAsAge() {
            assertThat(Stored.with("Expires", Stored.date(10), "Date", Stored.date(-25), "Age", "36")
                            .isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Expires", Stored.date(10), "Date", Stored.date(-25), "Age", "20")
                            .isReusedAfter(0))
                    .isTrue();
        }
    }

    @Nested
    final class Should {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "max-age=3600",
                    "MaX-aGe=3600",
                    "max-age=\"3600\"",
                    "max-age=003600",
                    "max-age=2147483647",
                    "max-age=2147483648",
                    "max-age=99999999999",
                    "foobar, max-age=3600",
                    "max-age=3600, must-revalidate",
                    "max-age=3600, immutable",
                    "public, max-age=3600",
                })
        void decide_freshByMaxAge_isReused(String cacheControl) {
            assertThat(Stored.withCacheControl(cacheControl).isReusedAfter(10)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Thu, 18 Aug 2050 02:01:18 GMT",
                    "Thursday, 18-Aug-50 02:01:18 GMT",
                    "Thu Aug 18 02:01:18 2050",
                    "THU, 18 Aug 2050 02:01:18 GMT",
                    "Thu, 18 AUG 2050 02:01:18 GMT",
                    "Thu, 18 Aug 2050 02:01:18 gMT",
                    "Sun, 21 Nov 2286 04:46:39 GMT",
                })
        void decide_freshByExpires_isReused(String expires) {
            assertThat(Stored.with("Expires", expires, "Date", PRESENT).isReusedAfter(10))
                    .isTrue();
        }

        /** 4.2.3: without a valid Date the time of receipt stands for it. */
        @Test
        void decide_expiresWithoutValidDate_countsFromReceipt() {
            assertThat(Stored.with("Expires", HOUR_AHEAD).isReusedAfter(10)).isTrue();
            assertThat(Stored.with("Expires", HOUR_AHEAD, "Date", "foo").isReusedAfter(10))
                    .isTrue();
        }

        /** 5.4: Pragma in a response means nothing. */
        @Test
        void decide_pragmaInResponse_isIgnored() {
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Pragma", "no-cache")
                            .isReusedAfter(10))
                    .isTrue();
        }

        @Test
        void lifetime_beyondTheGreatest_isTheGreatest() {
            var stored = Stored.withCacheControl("max-age=99999999999").received(0);

            assertThat(Duration.between(Stored.NOW, Stored.REUSE.freshUntil(stored)))
                    .isEqualTo(DeltaSeconds.MAX);
        }
    }

    /** RFC 9213 addresses caches that the origin's owner hired: this one is none. */
    @Nested
    final class Targeted {
        @Test
        void decide_cdnCacheControl_isNotRead() {
            assertThat(Stored.with("CDN-Cache-Control", "max-age=3600", "Cache-Control", "max-age=1")
                            .isReusedAfter(10))
                    .isFalse();
            assertThat(Stored.with("CDN-Cache-Control", "no-store", "Cache-Control", "max-age=3600")
                            .isReusedAfter(10))
                    .isTrue();
        }
    }
}
