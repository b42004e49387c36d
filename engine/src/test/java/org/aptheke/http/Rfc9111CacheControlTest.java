package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The syntax of Cache-Control: RFC 9111, 5.2, 1.2.2 and 4.2.1. */
final class Rfc9111CacheControlTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static CacheControl parsed(String... lines) {
        var fields = Fields.builder();
        for (var line : lines) {
            fields.add("Cache-Control", line);
        }
        return CacheControl.of(fields.build());
    }

    @Nested
    final class Must {
        /** 5.2.3: MUST ignore unrecognized directives. */
        @Test
        void of_unknownDirective_isIgnored() {
            assertThat(parsed("foobar, max-age=3600").maxAge()).contains(HOUR);
            assertThat(parsed("max-age=3600, foobar=7").maxAge()).contains(HOUR);
        }

        /** 1.2.2: a number too large is 2147483648, or the largest that can be conveniently represented. */
        @ParameterizedTest
        @ValueSource(
                strings = {"2147483648", "2147483649", "99999999999", "9999999999999999999999999999999999999999999999"})
        void maxAge_tooLarge_isTheGreatest(String seconds) {
            assertThat(parsed("max-age=" + seconds).maxAge()).contains(DeltaSeconds.MAX);
        }

        @Test
        void maxAge_largestThatFits_isItself() {
            assertThat(parsed("max-age=2147483647").maxAge()).contains(Duration.ofSeconds(2147483647));
        }

        /** 5.2: directives are case-insensitive. */
        @Test
        void of_anyCase_isRead() {
            assertThat(parsed("MaX-aGe=3600").maxAge()).contains(HOUR);
            assertThat(parsed("No-StOrE").noStore()).isTrue();
            assertThat(parsed("NO-CACHE").noCache()).isTrue();
        }

        @Test
        void of_directiveInsideQuotedString_isNone() {
            assertThat(parsed("extension=\"max-age=3600\"").maxAge()).isEmpty();
            assertThat(parsed("extension=\"max-age=3600\", max-age=1").maxAge()).contains(Duration.ofSeconds(1));
            assertThat(parsed("max-age=1, extension=\"max-age=3600\"").maxAge()).contains(Duration.ofSeconds(1));
            assertThat(parsed("extension=\"a, no-store, b\"").noStore()).isFalse();
        }

        @Test
        void of_severalLines_areOneList() {
            var several = parsed("max-age=3600", "s-maxage=60, public", "no-transform");

            assertThat(several.maxAge()).contains(HOUR);
            assertThat(several.sMaxAge()).contains(Duration.ofMinutes(1));
            assertThat(several.isPublic()).isTrue();
            assertThat(several.noTransform()).isTrue();
        }

        @Test
        void of_noField_isEmpty() {
            assertThat(CacheControl.of(Fields.of("Pragma", "no-cache")).isEmpty())
                    .isTrue();
            assertThat(parsed("").isEmpty()).isTrue();
        }
    }

    @Nested
    final class Should {
        /** 5.2: recipients ought to accept both forms of an argument. */
        @Test
        void maxAge_quotedString_isRead() {
            assertThat(parsed("max-age=\"3600\"").maxAge()).contains(HOUR);
        }

        /** 4.2.1: encouraged to consider invalid freshness information stale. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "max-age",
                    "max-age=",
                    "max-age=\"\"",
                    "max-age=-3600",
                    "max-age=3600.0",
                    "max-age=3600.5",
                    "max-age='3600'",
                    "max-age=100a",
                    "max-age=a100",
                    "max-age=+3600",
                    "max-age=0x10",
                    "max-age= 3600",
                    "max-age =3600",
                    "max-age=3600; public",
                    "max-age=\"3600",
                    "max-age=\u0663\u0666",
                })
        void maxAge_notANumber_isZero(String directive) {
            assertThat(parsed(directive).maxAge()).contains(Duration.ZERO);
        }

        @Test
        void maxAge_leadingZeros_areIgnored() {
            assertThat(parsed("max-age=0003600").maxAge()).contains(HOUR);
        }

        /** 4.2.1: the first of several, or stale; the shorter is never longer than the first. */
        @Test
        void maxAge_twice_isTheShorter() {
            assertThat(parsed("max-age=3600, max-age=1").maxAge()).contains(Duration.ofSeconds(1));
            assertThat(parsed("max-age=1", "max-age=3600").maxAge()).contains(Duration.ofSeconds(1));
            assertThat(parsed("max-age=x", "max-age=3600").maxAge()).contains(Duration.ZERO);
        }

        @Test
        void of_spacesAroundMembers_areIgnored() {
            assertThat(parsed("  public ,\tmax-age=3600  ").maxAge()).contains(HOUR);
        }

        @Test
        void of_quoteWithoutEnd_hidesNoProhibition() {
            assertThat(parsed("foo=\"bar, no-store").noStore()).isTrue();
        }
    }

    @Nested
    final class FieldLists {
        /** 5.2.2.4, 5.2.2.7: with an argument the directive is about those fields only. */
        @Test
        void noCache_withFields_isQualified() {
            var list = parsed("no-cache=\"Set-Cookie, X-Foo\", private=X-Bar");

            assertThat(list.noCache()).isFalse();
            assertThat(list.noCacheFields()).containsExactly("set-cookie", "x-foo");
            assertThat(list.isPrivate()).isFalse();
            assertThat(list.privateFields()).containsExactly("x-bar");
        }

        @Test
        void noCache_bothForms_isUnqualifiedToo() {
            assertThat(parsed("no-cache=\"a\", no-cache").noCache()).isTrue();
            assertThat(parsed("no-cache=\"a\", no-cache").noCacheFields()).containsExactly("a");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-cache",
                    "no-cache=",
                    "no-cache=\"\"",
                    "no-cache=\" , \"",
                    "no-cache=\"a b\"",
                    "no-cache=\"a"
                })
        void noCache_withoutProperList_isUnqualified(String directive) {
            assertThat(parsed(directive).noCache()).isTrue();
            assertThat(parsed(directive).noCacheFields()).isEmpty();
        }

        @Test
        void noCache_absent_isNot() {
            assertThat(parsed("max-age=1").noCache()).isFalse();
            assertThat(parsed("max-age=1").isPrivate()).isFalse();
        }
    }

    @Nested
    final class RequestDirectives {
        @Test
        void maxStale_withAndWithoutNumber_isLimitOrAny() {
            assertThat(parsed("max-stale=10").maxStale()).contains(Duration.ofSeconds(10));
            assertThat(parsed("max-stale").maxStale()).contains(DeltaSeconds.MAX);
            assertThat(parsed("max-stale=foo").maxStale()).contains(Duration.ZERO);
            assertThat(parsed("max-stale, max-stale=5").maxStale()).contains(Duration.ofSeconds(5));
            assertThat(parsed("no-cache").maxStale()).isEmpty();
        }

        @Test
        void minFresh_twice_isTheLonger() {
            assertThat(parsed("min-fresh=5, min-fresh=9").minFresh()).contains(Duration.ofSeconds(9));
        }

        @Test
        void of_allNames_areRead() {
            var all = parsed("must-revalidate, proxy-revalidate, must-understand, immutable, only-if-cached, "
                    + "stale-if-error=1, stale-while-revalidate=2");

            assertThat(all.mustRevalidate()).isTrue();
            assertThat(all.proxyRevalidate()).isTrue();
            assertThat(all.mustUnderstand()).isTrue();
            assertThat(all.immutable()).isTrue();
            assertThat(all.onlyIfCached()).isTrue();
            assertThat(all.staleIfError()).contains(Duration.ofSeconds(1));
            assertThat(all.staleWhileRevalidate()).contains(Duration.ofSeconds(2));
        }
    }
}
