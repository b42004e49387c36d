package org.aptheke.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates of HTTP (RFC 9110, 5.6.7): writes the one preferred form, reads that and the two obsolete ones. Always English
 * and GMT; neither locale nor time zone of this machine matter. Stateless.
 *
 * <p>Letters are read in either case, as RFC 9111, 4.2 asks of caches, and {@code UTC} as {@code GMT}, but where freshness
 * depends on it. Anything else that leaves the grammar is no date: guessing would make a response look fresh that is not.
 */
public final class HttpDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
    private static final String DAY_NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String LONG_DAY_NAME = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    private static final String MONTH = "(?<month>[A-Za-z]{3})";
    private static final String OTHER_ZONE = "UTC";
    private static final String ZONE = "(?:GMT|" + OTHER_ZONE + ")";

    private static final Pattern IMF_FIXDATE =
            pattern(DAY_NAME + ", (?<day>\\d\\d) " + MONTH + " (?<year>\\d{4}) " + TIME + " " + ZONE);
    private static final Pattern RFC850 =
            pattern(LONG_DAY_NAME + ", (?<day>\\d\\d)-" + MONTH + "-(?<year>\\d\\d) " + TIME + " " + ZONE);
    private static final Pattern ASCTIME =
            pattern(DAY_NAME + " " + MONTH + " (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})");

    /** From where two digits of a year are read when nobody says what time it is: 1971 to 2070. */
    private static final Instant PIVOT = Instant.parse("2020-12-31T23:59:59Z");

    private HttpDate() {}

    /** As {@link #parse(String, Instant)}, for values that may not be older than the year 1971. */
    public static Optional<Instant> parse(String text) {
        return parse(text, PIVOT);
    }

    /**
     * The instant, or empty when the text is none of the three forms or names no real date.
     *
     * @param now decides the century of a year with two digits: what would be more than 50 years ahead is in the past
     */
    public static Optional<Instant> parse(String text, Instant now) {
        var usual = fixdate(text);
        if (usual.isPresent()) {
            return usual;
        }
        for (var form : List.of(IMF_FIXDATE, RFC850, ASCTIME)) {
            var matcher = form.matcher(text);
            if (matcher.matches()) {
                return instant(matcher, now);
            }
        }
        return Optional.empty();
    }

    /** As {@link #parse(String, Instant)}, but only in GMT: of any other zone no expiration follows (RFC 9111, 4.2). */
    public static Optional<Instant> parseExpiration(String text, Instant now) {
        return text.regionMatches(true, text.length() - OTHER_ZONE.length(), OTHER_ZONE, 0, OTHER_ZONE.length())
                ? Optional.empty()
                : parse(text, now);
    }

    /** As IMF-fixdate, for example {@code Sun, 06 Nov 1994 08:49:37 GMT}; fractions of a second are cut off. */
    public static String format(Instant instant) {
        var time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        var text = new StringBuilder(29);
        text.append(DAYS.get(time.getDayOfWeek().getValue() - 1)).append(", ");
        digits(text, time.getDayOfMonth(), 2).append(' ');
        text.append(MONTHS.get(time.getMonthValue() - 1)).append(' ');
        digits(text, time.getYear(), 4).append(' ');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2).append(" GMT");
        return text.toString();
    }

    /** The form that nearly all have, read by its places; empty also for what the patterns still have to judge. */
    private static Optional<Instant> fixdate(String text) {
        boolean shaped = text.length() == 29
                && text.startsWith(", ", 3)
                && text.charAt(7) == ' '
                && text.charAt(11) == ' '
                && text.charAt(16) == ' '
                && text.charAt(19) == ':'
                && text.charAt(22) == ':'
                && text.endsWith(" GMT");
        if (!shaped) {
            return Optional.empty();
        }
        int month = place(MONTHS, text, 8);
        int day = number(text, 5, 7);
        int year = number(text, 12, 16);
        int hour = number(text, 17, 19);
        int minute = number(text, 20, 22);
        int second = number(text, 23, 25);
        boolean real = place(DAYS, text, 0) >= 0
                && month >= 0
                && day >= 1
                && day <= lastDay(year, month + 1)
                && year >= 1
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
        if (!real) {
            return Optional.empty();
        }
        long days = LocalDate.of(year, month + 1, day).toEpochDay();
        return Optional.of(Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second));
    }

    private static int lastDay(int year, int month) {
        return month < 1 || year < 1 ? 0 : YearMonth.of(year, month).lengthOfMonth();
    }

    /** Which of the names stands there; -1 for none. */
    private static int place(List<String> names, String text, int at) {
        for (int i = 0; i < names.size(); i++) {
            if (text.startsWith(names.get(i), at)) {
                return i;
            }
        }
        return -1;
    }

    /** The digits there as a number; negative when there is something else. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    private static Optional<Instant> instant(Matcher matcher, Instant now) {
        String year = matcher.group("year");
        if (year.length() == 4) {
            return instant(Integer.parseInt(year), matcher);
        }
        var today = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        var latest = today.plusYears(50).toInstant(ZoneOffset.UTC);
        int thisCentury = today.getYear() / 100 * 100 + Integer.parseInt(year);
        for (int candidate = thisCentury + 100; candidate >= thisCentury - 100; candidate -= 100) {
            var instant = instant(candidate, matcher);
            if (instant.isPresent() && !instant.get().isAfter(latest)) {
                return instant;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(int year, Matcher matcher) {
        int second = Integer.parseInt(matcher.group("second"));
        if (second > 60) {
            return Optional.empty();
        }
        try {
            int day = Integer.parseInt(matcher.group("day").strip());
            var date = LocalDate.of(year, month(matcher.group("month")), day);
            int hour = Integer.parseInt(matcher.group("hour"));
            // A leap second is read as the one before it: never later than meant.
            var time = LocalTime.of(hour, Integer.parseInt(matcher.group("minute")), Math.min(second, 59));
            return Optional.of(date.atTime(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** 1 to 12, or 0, which is no month, for an unknown name. */
    private static int month(String name) {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).equalsIgnoreCase(name)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
