package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storing responses: RFC 9111, 3, 3.3, 3.5, 5.2.1.5, 5.2.2. */
final class Rfc9111StorageTest {
    private static boolean isStorable(int status, String... fields) {
        return Storability.judge(Stored.get(), status, Fields.of(fields)).storable();
    }

    private static boolean isStorableWith(String cacheControl) {
        return isStorable(200, "Cache-Control", cacheControl);
    }

    private static boolean isStorableFor(String requestName, String requestValue, String cacheControl) {
        return Storability.judge(Stored.get(requestName, requestValue), 200, Fields.of("Cache-Control", cacheControl))
                .storable();
    }

    @Nested
    final class Must {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-store",
                    "No-Store",
                    "no-store, max-age=3600",
                    "max-age=3600, no-store",
                    "public, no-store",
                    "no-store=foo",
                    "private",
                    "PRIVATE, max-age=3600",
                    "public, private",
                })
        void judge_forbidden_isNotStored(String cacheControl) {
            assertThat(isStorableWith(cacheControl)).isFalse();
        }

        /** 5.2.1.5. */
        @Test
        void judge_noStoreOfTheClient_isNotStored() {
            assertThat(isStorableFor("Cache-Control", "no-store", "max-age=3600"))
                    .isFalse();
            assertThat(isStorableFor("Cache-Control", "No-Store, foo", "max-age=3600"))
                    .isFalse();
            assertThat(isStorableFor("Cache-Control", "no-cache", "max-age=3600"))
                    .isTrue();
        }

        /** 3.5. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "max-age=3600                   | false",
                    "max-age=3600, proxy-revalidate | false",
                    "max-age=3600, public           | true",
                    "max-age=3600, must-revalidate  | true",
                    "s-maxage=3600                  | true",
                    "public, no-store               | false",
                })
        void judge_requestWithAuthorization_needsLeave(String cacheControl, boolean storable) {
            assertThat(isStorableFor("Authorization", "Basic eDp5", cacheControl))
                    .isEqualTo(storable);
        }

        /** 3: a status not cacheable by default needs explicit freshness or public. */
        @ParameterizedTest
        @ValueSource(ints = {201, 202, 299, 302, 303, 307, 400, 418, 499})
        void judge_statusNotCacheableByDefault_needsFreshness(int status) {
            assertThat(isStorable(status, "Last-Modified", Stored.date(-10_000)))
                    .isFalse();
            assertThat(isStorable(status, "Cache-Control", "max-age=3600")).isTrue();
            assertThat(isStorable(status, "Expires", Stored.date(3600))).isTrue();
            assertThat(isStorable(status, "Cache-Control", "public", "ETag", "\"a\""))
                    .isTrue();
        }

        /** 3: 206 and 304 are no representations of their own; 3.3 for 206. */
        @ParameterizedTest
        @ValueSource(ints = {100, 103, 206, 304})
        void judge_noCompleteFinalResponse_isNotStored(int status) {
            assertThat(isStorable(status, "Cache-Control", "public, max-age=3600"))
                    .isFalse();
        }

        /** RFC 6585, RFC 9110, 15.5.17: about the request, not about the resource. */
        @ParameterizedTest
        @ValueSource(ints = {407, 408, 412, 416, 421, 425, 428, 429, 431})
        void judge_statusAboutTheRequest_isNotStored(int status) {
            assertThat(isStorable(status, "Cache-Control", "public, max-age=3600"))
                    .isFalse();
        }

        /** 4.1: nothing would ever match it. */
        @Test
        void judge_varyStar_isNotStored() {
            assertThat(isStorable(200, "Vary", "*", "Cache-Control", "max-age=3600"))
                    .isFalse();
            assertThat(isStorable(200, "Vary", "Foo, *", "Cache-Control", "max-age=3600"))
                    .isFalse();
            assertThat(isStorable(200, "Vary", "Foo", "Cache-Control", "max-age=3600"))
                    .isTrue();
        }

        /** 5.2.2.3. */
        @Test
        void judge_mustUnderstand_onlyKnownStatusAndThenDespiteNoStore() {
            assertThat(isStorable(299, "Cache-Control", "max-age=3600, must-understand"))
                    .isFalse();
            assertThat(isStorable(599, "Cache-Control", "max-age=3600, must-understand"))
                    .isFalse();
            assertThat(isStorable(200, "Cache-Control", "max-age=3600, must-understand, no-store"))
                    .isTrue();
            assertThat(isStorable(299, "Cache-Control", "max-age=3600, must-understand, no-store"))
                    .isFalse();
        }

        @Test
        void judge_otherMethod_isNotStored() {
            var head = new Request("HEAD", Stored.target("/a"), Fields.EMPTY);

            assertThat(Storability.judge(head, 200, Fields.of("Cache-Control", "max-age=3600"))
                            .storable())
                    .isFalse();
        }
    }

    @Nested
    final class May {
        @ParameterizedTest
        @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414})
        void judge_statusCacheableByDefault_isStored(int status) {
            assertThat(isStorable(status, "Cache-Control", "max-age=3600")).isTrue();
            assertThat(isStorable(status, "Last-Modified", Stored.date(-10_000)))
                    .isTrue();
        }

        /** 5.2.2.4, 5.2.2.7: with a list of fields the rest may be stored. */
        @Test
        void judge_noCacheOrPrivateForFields_isStored() {
            assertThat(isStorableWith("private=\"a\"")).isTrue();
            assertThat(isStorableWith("no-cache=\"a\"")).isTrue();
            assertThat(isStorableWith("no-cache")).isTrue();
            assertThat(isStorableWith("private=\"a\", private")).isFalse();
        }

        @Test
        void judge_pragmaInResponse_isIgnored() {
            assertThat(isStorable(200, "Pragma", "no-cache", "Cache-Control", "max-age=1"))
                    .isTrue();
        }

        /** 3.3. */
        @Test
        void judgePart_206_followsTheSameRules() {
            assertThat(Storability.judgePart(Stored.get(), Fields.of("ETag", "\"a\""))
                            .storable())
                    .isTrue();
            assertThat(Storability.judgePart(Stored.get(), Fields.of("Cache-Control", "no-store"))
                            .storable())
                    .isFalse();
            assertThat(Storability.judgePart(Stored.get("Authorization", "Basic eDp5"), Fields.of("ETag", "\"a\""))
                            .storable())
                    .isFalse();
        }
    }

    @Nested
    final class Product {
        @ParameterizedTest
        @ValueSource(ints = {401, 403, 500, 501, 502, 503, 504, 599})
        void judge_refusalOrServerError_isNeverStored(int status) {
            assertThat(isStorable(status, "Cache-Control", "public, max-age=3600", "ETag", "\"a\""))
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {404, 410})
        void judge_absence_isStoredForAMomentUnlessTheOriginSaysNo(int status) {
            assertThat(isStorable(status)).isTrue();
            assertThat(isStorable(status, "Cache-Control", "max-age=0")).isFalse();
            assertThat(isStorable(status, "Cache-Control", "no-store")).isFalse();
        }

        /** It still answers when its origin is away. */
        @Test
        void judge_successWithoutFreshnessAndValidator_isStored() {
            assertThat(isStorable(200)).isTrue();
            assertThat(isStorable(200, "Cache-Control", "max-age=0")).isTrue();
            assertThat(isStorable(405)).isFalse();
            assertThat(isStorable(301, "Expires", "0")).isFalse();
        }

        @Test
        void judge_notStored_saysWhy() {
            assertThat(Storability.judge(Stored.get(), 503, Fields.EMPTY).reason())
                    .isEqualTo("status 503");
            assertThat(Storability.judge(Stored.get(), 200, Fields.of("Cache-Control", "private"))
                            .reason())
                    .isEqualTo("private");
            assertThat(Storability.judge(Stored.get(), 200, Fields.EMPTY).reason())
                    .isEmpty();
        }
    }
}
