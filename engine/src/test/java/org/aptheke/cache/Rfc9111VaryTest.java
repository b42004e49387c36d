package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selecting by Vary: RFC 9111, 4.1. */
final class Rfc9111VaryTest {
    private static Stored varying(String vary, String... requestFields) {
        return Stored.with("Cache-Control", "max-age=3600", "Vary", vary).answering(requestFields);
    }

    @Nested
    final class Must {
        @Test
        void decide_selectingFieldsMatch_isReused() {
            assertThat(varying("Foo", "Foo", "1").isReusedAfter(0, "Foo", "1")).isTrue();
            assertThat(varying("Foo", "foo", "1").isReusedAfter(0, "FOO", "1", "Bar", "2"))
                    .isTrue();
        }

        @Test
        void decide_otherValue_isAVaryMiss() {
            assertThat(varying("Foo", "Foo", "1").askedAfter(0, "Foo", "2"))
                    .isEqualTo(new Decision.Forward(ForwardReason.VARY_MISS));
            assertThat(varying("Foo", "Foo", "a").isReusedAfter(0, "Foo", "A")).isFalse();
        }

        /** If absent in one request, it must be absent in the other. */
        @Test
        void decide_fieldAbsentInOneRequest_isNotReused() {
            assertThat(varying("Foo", "Foo", "1").isReusedAfter(0)).isFalse();
            assertThat(varying("Foo").isReusedAfter(0, "Foo", "1")).isFalse();
            assertThat(varying("Foo").isReusedAfter(0, "Foo", "")).isFalse();
            assertThat(varying("Foo").isReusedAfter(0)).isTrue();
        }

        @Test
        void decide_severalFields_allMustMatch() {
            var stored = varying("Foo, Bar ,baz", "Foo", "1", "Bar", "2", "Baz", "3");

            assertThat(stored.isReusedAfter(0, "Baz", "3", "Foo", "1", "Bar", "2"))
                    .isTrue();
            assertThat(stored.isReusedAfter(0, "Foo", "1", "Bar", "2", "Baz", "4"))
                    .isFalse();
            assertThat(stored.isReusedAfter(0, "Foo", "1", "Bar", "2")).isFalse();
        }

        @Test
        void decide_varyOnTwoLines_bothCount() {
            var stored = varying("Foo", "Foo", "1", "Bar", "2").and("Vary", "Bar");

            assertThat(stored.isReusedAfter(0, "Foo", "1", "Bar", "2")).isTrue();
            assertThat(stored.isReusedAfter(0, "Foo", "1", "Bar", "3")).isFalse();
        }

        /** A star always fails to match, wherever it stands. */
        @ParameterizedTest
        @ValueSource(strings = {"*", "*, *", "*, Foo", "Foo, *", ", *", "*,"})
        void of_starAmongMembers_neverMatches(String vary) {
            assertThat(Selection.of(Fields.of("Vary", vary), Fields.of("Foo", "1")))
                    .isEmpty();
            assertThat(varying(vary, "Foo", "1").isReusedAfter(0, "Foo", "1")).isFalse();
        }

        @Test
        void of_starOnAnyLine_neverMatches() {
            assertThat(Selection.of(Fields.of("Vary", "Foo", "Vary", "*"), Fields.EMPTY))
                    .isEmpty();
            assertThat(Selection.of(Fields.of("Vary", "", "Vary", "*"), Fields.EMPTY))
                    .isEmpty();
        }

        /** 4: of several that match, MUST use the most recent by Date. */
        @Test
        void decide_severalMatch_mostRecentByDateIsUsed() {
            var older = Stored.with("Cache-Control", "max-age=3600", "Date", Stored.date(-60))
                    .received(10);
            var newer = Stored.with("Cache-Control", "max-age=3600", "Date", Stored.date(-30))
                    .received(20);

            assertThat(Reuse.select(Stored.get(), List.of(older, newer))).contains(newer);
            assertThat(Reuse.select(Stored.get(), List.of(newer, older))).contains(newer);
        }

        @Test
        void decide_severalVariants_theRightOneIsUsed() {
            var one = varying("Foo", "Foo", "1").received(0);
            var two = varying("Foo", "Foo", "2").received(0);
            var three = varying("Foo").received(0);
            var all = List.of(one, two, three);

            assertThat(Reuse.select(Stored.get("Foo", "1"), all)).contains(one);
            assertThat(Reuse.select(Stored.get("Foo", "2"), all)).contains(two);
            assertThat(Reuse.select(Stored.get(), all)).contains(three);
            assertThat(Reuse.select(Stored.get("Foo", "3"), all)).isEmpty();
        }
    }

    /** Transformations that keep the meaning MAY be undone before comparing. */
    @Nested
    final class May {
        @Test
        void decide_linesCombined_isTheSame() {
            assertThat(varying("Foo", "Foo", "1", "Foo", "2").isReusedAfter(0, "Foo", "1, 2"))
                    .isTrue();
            assertThat(varying("Foo", "Foo", "1,2").isReusedAfter(0, "Foo", "1", "Foo", "2"))
                    .isTrue();
            assertThat(varying("Foo", "Foo", "1, 2").isReusedAfter(0, "Foo", "2, 1"))
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Foo             | 1, 2          | 1,2            | true",
                    "Foo             | 1, 2          | 1 ,\t 2        | true",
                    "Foo             | '\"1, 2\"'    | '\"1,2\"'      | false",
                    "Accept-Language | en            | eN             | true",
                    "Accept-Language | en, de        | en,de          | true",
                    "Accept-Language | en, de        | de, en         | true",
                    "Accept-Language | en;q=0.5, de  | de, en ; q=0.5 | true",
                    "Accept-Language | en;q=0.5, de  | de;q=0.5, en   | false",
                    "Accept-Encoding | gzip, br      | BR,gzip        | true",
                    "Accept-Encoding | gzip          | br             | false",
                    "Accept          | text/a, b/c   | b/c, text/a    | false",
                })
        void decide_sameMeaning_isReused(String name, String first, String second, boolean reused) {
            assertThat(varying(name, name, first).isReusedAfter(0, name, second))
                    .isEqualTo(reused);
        }

        @Test
        void of_anyOrderOfNames_isOneForm() {
            var request = Fields.of("B", "2", "a", "1", "C", "3");

            assertThat(Selection.of(Fields.of("Vary", "b, A, missing, B"), request))
                    .contains(Fields.of("a", "1", "b", "2"));
            assertThat(Selection.of(Fields.of("Server", "x"), request)).contains(Fields.EMPTY);
        }
    }

    @Test
    void decide_nothingStored_isAUriMiss() {
        assertThat(Stored.REUSE.decide(Stored.get(), List.of(), Stored.NOW))
                .isEqualTo(new Decision.Forward(ForwardReason.URI_MISS));
    }
}
