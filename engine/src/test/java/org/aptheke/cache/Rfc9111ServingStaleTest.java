package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving stale: RFC 9111, 4.2.4, 4.3.3, 5.2.2; RFC 5861. */
final class Rfc9111ServingStaleTest {
    @Nested
    final class Must {
        /** 5.2.2.2, 5.2.2.8, 5.2.2.10: MUST NOT, in any circumstances. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "max-age=2, must-revalidate",
                    "max-age=2, proxy-revalidate",
                    "s-maxage=2",
                    "max-age=2, Must-Revalidate",
                    "max-age=2, must-revalidate, stale-if-error=60",
                })
        void mayServeStaleOnError_forbidden_onlyWhileFresh(String cacheControl) {
            assertThat(Stored.withCacheControl(cacheControl).isServedOnErrorAfter(3))
                    .isFalse();
            assertThat(Stored.withCacheControl(cacheControl).isServedOnErrorAfter(1))
                    .isTrue();
        }

        /** 5.2.2.4: no-cache is never reused without successful validation. */
        @ParameterizedTest
        @ValueSource(strings = {"no-cache", "max-age=3600, no-cache", "no-cache, stale-if-error=60"})
        void mayServeStaleOnError_noCache_isNot(String cacheControl) {
            assertThat(Stored.withCacheControl(cacheControl).isServedOnErrorAfter(1))
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "max-age=1, stale-while-revalidate=60, must-revalidate",
                    "max-age=1, stale-while-revalidate=60, proxy-revalidate",
                    "max-age=1, stale-while-revalidate=60, no-cache",
                    "s-maxage=1, stale-while-revalidate=60",
                })
        void decide_whileRevalidatingForbidden_isValidated(String cacheControl) {
            assertThat(Stored.withCacheControl(cacheControl).askedAfter(3)).isInstanceOf(Decision.Validate.class);
        }

        @Test
        void mayServeStaleOnError_otherVariant_isNot() {
            var stored =
                    Stored.with("Cache-Control", "max-age=1", "Vary", "Foo").answering("Foo", "1");

            assertThat(stored.isServedOnErrorAfter(3, "Foo", "1")).isTrue();
            assertThat(stored.isServedOnErrorAfter(3, "Foo", "2")).isFalse();
        }
    }

    @Nested
    final class May {
        /** The product: a dead upstream gets the stored answer. */
        @Test
        void mayServeStaleOnError_nothingForbids_isServedForEver() {
            assertThat(Stored.withCacheControl("max-age=2").isServedOnErrorAfter(3))
                    .isTrue();
            assertThat(Stored.withCacheControl("max-age=2").isServedOnErrorAfter(99_999_999))
                    .isTrue();
            assertThat(Stored.with().isServedOnErrorAfter(99_999_999)).isTrue();
        }

        @Test
        void mayServeStaleOnError_staleIfError_limits() {
            var stored = Stored.withCacheControl("max-age=2, stale-if-error=60");

            assertThat(stored.isServedOnErrorAfter(62)).isTrue();
            assertThat(stored.isServedOnErrorAfter(63)).isFalse();
        }

        /** RFC 5861, 4: a request may say it too; the shorter holds. */
        @Test
        void mayServeStaleOnError_staleIfErrorOfTheClient_limitsToo() {
            var stored = Stored.withCacheControl("max-age=2, stale-if-error=60");

            assertThat(stored.isServedOnErrorAfter(12, "Cache-Control", "stale-if-error=10"))
                    .isTrue();
            assertThat(stored.isServedOnErrorAfter(13, "Cache-Control", "stale-if-error=10"))
                    .isFalse();
            assertThat(stored.isServedOnErrorAfter(63, "Cache-Control", "stale-if-error=100"))
                    .isFalse();
        }

        @Test
        void mayServeStaleOnError_clientWantedACheck_isServedAllTheSame() {
            assertThat(Stored.withCacheControl("max-age=3600").isServedOnErrorAfter(3, "Cache-Control", "no-cache"))
                    .isTrue();
            assertThat(Stored.withCacheControl("max-age=2").isServedOnErrorAfter(3, "Cache-Control", "max-age=0"))
                    .isTrue();
        }

        /** RFC 5861, 3. */
        @Test
        void decide_whileRevalidating_isServedAndChecked() {
            var stored = Stored.withCacheControl("max-age=1, stale-while-revalidate=60");

            assertThat(stored.askedAfter(3)).isInstanceOfSatisfying(Decision.Serve.class, serve -> {
                assertThat(serve.fresh()).isFalse();
                assertThat(serve.validateAlso()).isTrue();
            });
            assertThat(stored.askedAfter(60)).isInstanceOf(Decision.Serve.class);
            assertThat(stored.askedAfter(61)).isInstanceOf(Decision.Validate.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"max-age=0", "max-age=100", "min-fresh=1", "no-cache"})
        void decide_whileRevalidatingAgainstTheClient_isValidated(String asked) {
            assertThat(Stored.withCacheControl("max-age=1, stale-while-revalidate=60")
                            .askedAfter(3, "Cache-Control", asked))
                    .isInstanceOf(Decision.Validate.class);
        }

        @Test
        void decide_whileRevalidatingZeroOrNoNumber_isValidated() {
            assertThat(Stored.withCacheControl("max-age=1, stale-while-revalidate=0")
                            .askedAfter(1))
                    .isInstanceOf(Decision.Validate.class);
            assertThat(Stored.withCacheControl("max-age=1, stale-while-revalidate")
                            .askedAfter(1))
                    .isInstanceOf(Decision.Validate.class);
        }
    }

    /** An upstream that is down must never look like one that lacks the file. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410})
    void mayServeStaleOnError_storedError_isNot(int status) {
        var stored =
                Stored.withCacheControl("max-age=1, stale-while-revalidate=60").status(status);

        assertThat(stored.isServedOnErrorAfter(3)).isFalse();
        assertThat(stored.isServedOnErrorAfter(0)).isFalse();
        assertThat(stored.askedAfter(3)).isInstanceOf(Decision.Validate.class);
    }
}
