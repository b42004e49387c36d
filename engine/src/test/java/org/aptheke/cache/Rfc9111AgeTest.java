package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Age: RFC 9111, 4.2.3 and 5.1. */
final class Rfc9111AgeTest {
    private static Duration age(StoredResponse stored) {
        return Stored.REUSE.age(stored, Stored.NOW);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Nested
    final class Must {
        /** 4.2.3, current_age: the time in this cache counts. */
        @Test
        void age_inTheStore_grows() {
            assertThat(age(Stored.with().received(30))).isEqualTo(seconds(30));
        }

        /** 4.2.3, age_value: the age it came with counts. */
        @Test
        void age_receivedWithAge_isAdded() {
            assertThat(age(Stored.with("Age", "7200").received(30))).isEqualTo(seconds(7230));
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Age", "7200")
                            .isReusedAfter(0))
                    .isFalse();
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Age", "1800")
                            .isReusedAfter(1799))
                    .isTrue();
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Age", "1800")
                            .isReusedAfter(1800))
                    .isFalse();
        }

        /** 4.2.3, apparent_age: the time since Date counts, when it is the longer. */
        @Test
        void age_oldDate_countsUnlessAgeIsMore() {
            var stored = Stored.with("Cache-Control", "max-age=3600", "Date", Stored.date(-7200));

            assertThat(age(stored.received(0))).isEqualTo(seconds(7200));
            assertThat(stored.isReusedAfter(0)).isFalse();
            assertThat(age(stored.and("Age", "9000").received(0))).isEqualTo(seconds(9000));
            assertThat(age(stored.and("Age", "60").received(0))).isEqualTo(seconds(7200));
        }

        /** 4.2.3, response_delay: the time the answer took counts. */
        @Test
        void age_slowAnswer_isAdded() {
            var slow = Stored.with("Age", "10").after(seconds(5));

            assertThat(age(slow.received(3))).isEqualTo(seconds(18));
        }

        /** 5.1: numbers beyond the range are the greatest, so the response is old. */
        @ParameterizedTest
        @ValueSource(strings = {"2147483647", "2147483648", "2147483649", "99999999999999999999"})
        void age_greatNumber_makesItStale(String age) {
            assertThat(Stored.with("Cache-Control", "max-age=3600", "Age", age).isReusedAfter(0))
                    .isFalse();
        }

        @Test
        void age_dateAhead_isNotNegative() {
            assertThat(age(Stored.with("Date", Stored.date(3600)).received(0))).isZero();
        }

        @Test
        void age_clockSetBack_isNotNegative() {
            assertThat(age(Stored.with().received(-3600))).isZero();
        }

        @Test
        void ageZero_anyResponse_isNowMinusAge() {
            var stored = Stored.with("Age", "7200").received(30);

            assertThat(Stored.REUSE.ageZero(stored)).isEqualTo(Stored.NOW.minus(age(stored)));
        }
    }

    @Nested
    final class Should {
        /** 5.1: SHOULD use the first of several and ignore what is no non-negative integer. */
        @ParameterizedTest
        @ValueSource(strings = {"abc", "-7200", "7200.0", "7200;foo=bar", "7200;foo=111", "\"7200\"", "", " , "})
        void age_notANumber_isIgnored(String age) {
            assertThat(age(Stored.with("Age", age).received(0))).isZero();
        }

        @Test
        void age_severalMembers_firstCounts() {
            assertThat(age(Stored.with("Age", "7200, 0").received(0))).isEqualTo(seconds(7200));
            assertThat(age(Stored.with("Age", "0, 7200").received(0))).isZero();
            assertThat(age(Stored.with("Age", "0, 0").received(0))).isZero();
        }

        @Test
        void age_severalLines_firstCounts() {
            assertThat(age(Stored.with("Age", "7200", "Age", "0").received(0))).isEqualTo(seconds(7200));
            assertThat(age(Stored.with("Age", "0", "Age", "7200").received(0))).isZero();
            assertThat(age(Stored.with("Age", "10000", "Age", "10000").received(0)))
                    .isEqualTo(seconds(10_000));
        }
    }

    /** Date has whole seconds: the fraction of a second in which it was sent must not eat a short lifetime. */
    @Test
    void age_dateOfTheSameSecond_isZero() {
        var stored = Stored.with("Cache-Control", "max-age=1", "Date", Stored.date(-1))
                .received(Duration.ofMillis(100));

        assertThat(age(stored)).isEqualTo(Duration.ofMillis(100));
    }
}
