package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updating stored responses: RFC 9111, 3.2, 4.3.4, 4.3.5. */
final class Rfc9111FresheningTest {
    private static final Instant SENT = Stored.NOW.minusSeconds(1);
    private static final String OLD = Stored.date(-10_000);

    private static Fields freshened(Stored stored, String... notModified) {
        return Freshening.apply(stored.received(60), Fields.of(notModified), SENT, Stored.NOW)
                .orElseThrow()
                .fields();
    }

    private static boolean isUsed(Stored stored, String... notModified) {
        return Freshening.apply(stored.received(60), Fields.of(notModified), SENT, Stored.NOW)
                .isPresent();
    }

    @Nested
    final class Must {
        /** 3.2: each field of the 304 replaces the stored one. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Test-Header",
                    "X-Test-Header",
                    "Content-Foo",
                    "X-Content-Foo",
                    "Cache-Control",
                    "Expires",
                    "Content-Location",
                    "Content-MD5",
                    "Content-Security-Policy",
                    "Content-Type",
                    "Clear-Site-Data",
                    "Public-Key-Pins",
                    "X-Frame-Options",
                    "X-XSS-Protection",
                    "Last-Modified",
                })
        void apply_field_isReplaced(String name) {
            var stored = Stored.with(name, "old", "ETag", "\"abc\"", name, "older");

            assertThat(freshened(stored, "ETag", "\"abc\"", name, "new", name, "newer")
                            .all(name))
                    .containsExactly("new", "newer");
        }

        @Test
        void apply_fieldThatWasNotThere_isAdded() {
            assertThat(freshened(Stored.with("ETag", "\"abc\""), "New", "1").first("New"))
                    .contains("1");
        }

        @Test
        void apply_fieldThatThe304Lacks_stays() {
            assertThat(freshened(Stored.with("ETag", "\"abc\"", "Foo", "1", "Cache-Control", "max-age=1"), "Date", OLD))
                    .isEqualTo(Fields.of("ETag", "\"abc\"", "Foo", "1", "Cache-Control", "max-age=1", "Date", OLD));
        }

        /** 3.2: Content-Length, what 3.1 excludes, and what the stored bytes depend on. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length",
                    "Content-Range",
                    "Content-Encoding",
                    "Connection",
                    "Transfer-Encoding",
                    "Keep-Alive",
                    "Vary",
                })
        void apply_excludedField_isNotTaken(String name) {
            assertThat(freshened(Stored.with("ETag", "\"abc\""), name, "10").contains(name))
                    .isFalse();
        }

        @Test
        void apply_contentEncoding_staysThatOfTheStoredBytes() {
            assertThat(freshened(Stored.with("Content-Encoding", "gzip"), "Content-Encoding", "br")
                            .all("Content-Encoding"))
                    .containsExactly("gzip");
        }

        @Test
        void apply_fieldsExcludedByTheNewCacheControl_areDropped() {
            var updated =
                    freshened(Stored.with("A", "1", "B", "2"), "Cache-Control", "max-age=1, no-cache=\"A\"", "A", "3");

            assertThat(updated.contains("A")).isFalse();
            assertThat(updated.first("B")).contains("2");
        }

        /** 4.3.4: a strong validator that no stored response has: MUST NOT be used. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\'',
                value = {
                    "\"abc\"   | \"abc\"   | true",
                    "\"abc\"   | \"x\"     | false",
                    "\"abc\"   | W/\"abc\" | true",
                    "\"abc\"   | W/\"x\"   | false",
                    "W/\"abc\" | W/\"abc\" | true",
                    "W/\"abc\" | \"abc\"   | false",
                })
        void apply_tag_mustBeTheSame(String stored, String notModified, boolean used) {
            assertThat(isUsed(Stored.with("ETag", stored), "ETag", notModified)).isEqualTo(used);
        }

        @Test
        void apply_tagWhereNoneIsStored_isNotUsed() {
            assertThat(isUsed(Stored.with("Last-Modified", OLD), "ETag", "\"abc\"", "Last-Modified", OLD))
                    .isFalse();
        }

        @Test
        void apply_varyStar_isNotUsed() {
            assertThat(isUsed(Stored.with("ETag", "\"abc\""), "Vary", "*")).isFalse();
        }

        /** 4.2.3: age counts from the answer that validated. */
        @Test
        void apply_ageAndTimes_areThoseOfThe304() {
            var stored = Stored.with("Cache-Control", "max-age=100", "ETag", "\"abc\"", "Age", "90", "Date", OLD)
                    .received(60);

            var updated = Freshening.apply(stored, Fields.of("Date", Stored.date(0)), Stored.NOW, Stored.NOW)
                    .orElseThrow();

            assertThat(updated.receivedAt()).isEqualTo(Stored.NOW);
            assertThat(updated.storedAt()).isEqualTo(stored.storedAt());
            assertThat(Stored.REUSE.age(updated, Stored.NOW)).isEqualTo(Duration.ZERO);
            assertThat(Stored.REUSE.freshUntil(updated)).isEqualTo(Stored.NOW.plusSeconds(100));
        }

        @Test
        void apply_ageInThe304_counts() {
            var updated = Freshening.apply(
                            Stored.with("Age", "90").received(60), Fields.of("Age", "7"), Stored.NOW, Stored.NOW)
                    .orElseThrow();

            assertThat(Stored.REUSE.age(updated, Stored.NOW)).isEqualTo(Duration.ofSeconds(7));
        }

        /** RFC 9110, 6.6.1: without Date it is the time of receipt. */
        @Test
        void apply_noDateInThe304_isTheTimeOfReceipt() {
            assertThat(freshened(Stored.with("Date", OLD), "Foo", "1").all("Date"))
                    .containsExactly(Stored.date(0));
        }
    }

    @Nested
    final class May {
        /** A 304 without validators answers the conditions we sent. */
        @Test
        void apply_noValidator_isUsed() {
            assertThat(isUsed(Stored.with("ETag", "\"abc\""))).isTrue();
            assertThat(isUsed(Stored.with("Last-Modified", OLD))).isTrue();
        }

        /** Backends of one mirror differ in times; the 304 still says that what we named holds. */
        @Test
        void apply_otherLastModified_isUsedAndTaken() {
            assertThat(freshened(Stored.with("Last-Modified", OLD), "Last-Modified", Stored.date(-9_997))
                            .all("Last-Modified"))
                    .containsExactly(Stored.date(-9_997));
        }

        @Test
        void apply_weakTagForStrong_keepsTheStrong() {
            assertThat(freshened(Stored.with("ETag", "\"abc\""), "ETag", "W/\"abc\"")
                            .all("ETag"))
                    .containsExactly("\"abc\"");
        }
    }

    /** 4.3.5: freshening with HEAD. */
    @Nested
    final class Head {
        private boolean isUsed(String... head) {
            var stored = Stored.with("ETag", "\"abc\"", "Last-Modified", OLD).received(60);
            return Freshening.applyHead(stored, Fields.of(head), SENT, Stored.NOW)
                    .isPresent();
        }

        @Test
        void applyHead_sameValidatorsAndLength_isUsed() {
            assertThat(isUsed("ETag", "\"abc\"", "Last-Modified", OLD, "Content-Length", "10"))
                    .isTrue();
            assertThat(isUsed("Foo", "1")).isTrue();
        }

        @Test
        void applyHead_anyOther_isNotUsed() {
            assertThat(isUsed("ETag", "\"x\"")).isFalse();
            assertThat(isUsed("Last-Modified", Stored.date(-1))).isFalse();
            assertThat(isUsed("Content-Length", "11")).isFalse();
        }
    }
}
