package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 5.6.7, with what RFC 9111, 4.2 adds for caches. */
final class HttpDateTest {
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                // RFC 9111, 4.2: caches read letters in either case.
                "SUN, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 NOV 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 gMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                // The day of the week is redundant; a wrong one does not make the date wrong.
                "Mon, 06 Nov 1994 08:49:37 GMT",
            })
    void parse_acceptedForm_isTheInstant(String text) {
        assertThat(HttpDate.parse(text)).contains(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "foo",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 AEST",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun,  06 Nov 1994 08:49:37 GMT",
                "Sun, 06  Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "So, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z",
            })
    void parse_anythingElse_isNoDate(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void parse_leapSecond_isNotLaterThanMeant() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT")).contains(Instant.parse("2016-12-31T23:59:59Z"));
    }

    /** RFC 9110, 5.6.7: MUST take what appears more than 50 years ahead for the past. */
    @Test
    void parse_twoDigitYear_isAtMostFiftyYearsAhead() {
        var now = Instant.parse("2026-06-01T00:00:00Z");

        assertThat(HttpDate.parse("Thursday, 18-Aug-50 02:01:18 GMT", now))
                .contains(Instant.parse("2050-08-18T02:01:18Z"));
        assertThat(HttpDate.parse("Friday, 01-May-76 00:00:00 GMT", now))
                .contains(Instant.parse("2076-05-01T00:00:00Z"));
        assertThat(HttpDate.parse("Friday, 01-Jul-76 00:00:00 GMT", now))
                .contains(Instant.parse("1976-07-01T00:00:00Z"));
        assertThat(HttpDate.parse("Friday, 31-Dec-99 00:00:00 GMT", now))
                .contains(Instant.parse("1999-12-31T00:00:00Z"));
    }

    @Test
    void parse_twoDigitYearAtTheEndOfACentury_mayBeInTheNext() {
        var now = Instant.parse("2090-06-01T00:00:00Z");

        assertThat(HttpDate.parse("Friday, 01-May-05 00:00:00 GMT", now))
                .contains(Instant.parse("2105-05-01T00:00:00Z"));
        assertThat(HttpDate.parse("Friday, 01-May-85 00:00:00 GMT", now))
                .contains(Instant.parse("2085-05-01T00:00:00Z"));
    }

    @Test
    void format_anyInstant_isImfFixdate() {
        assertThat(HttpDate.format(EXAMPLE.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.format(Instant.EPOCH)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void format_otherLocaleAndZone_isEnglishAndGmtAllTheSame() {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.of("ar", "EG"));
            TimeZone.setDefault(TimeZone.getTimeZone("Australia/Sydney"));

            assertThat(HttpDate.format(EXAMPLE)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
            assertThat(HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT")).contains(EXAMPLE);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void parse_formattedInstant_isTheSame() {
        for (long day = 0; day < 40_000; day += 13) {
            var instant = Instant.ofEpochSecond(day * 86_400 + day % 86_400);

            assertThat(HttpDate.parse(HttpDate.format(instant))).contains(instant);
        }
    }

    /** In lower case it is read by the pattern, as written by its places. */
    @Test
    void parse_randomFixdates_areReadTheSameByPlacesAndByPattern() {
        var random = new Random(9110);
        for (int i = 0; i < 20_000; i++) {
            String text = "%s, %02d %s %04d %02d:%02d:%02d GMT"
                    .formatted(
                            List.of("Mon", "Tue", "Sun", "Son").get(random.nextInt(4)),
                            random.nextInt(33),
                            List.of("Jan", "Feb", "Apr", "Dec", "Foo").get(random.nextInt(5)),
                            1900 + random.nextInt(201),
                            random.nextInt(26),
                            random.nextInt(62),
                            random.nextInt(62));

            assertThat(HttpDate.parse(text)).as(text).isEqualTo(HttpDate.parse(text.toLowerCase(Locale.ROOT)));
        }
    }
}
