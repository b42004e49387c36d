package org.aptheke.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations, sizes and rates are written: {@code 90s}, {@code 1h30m}, {@code 64MiB}, {@code 50GB}, {@code 10MiB/s}. */
final class Units {
    /** Reads a text. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * The value that is meant.
         *
         * @throws IllegalArgumentException saying what is wrong
         */
        T read(String text);
    }

    private static final Map<String, Long> MILLIS =
            units("ms", 1, "s", 1_000, "m", 60_000, "h", 3_600_000, "d", 86_400_000);
    private static final Map<String, Long> BYTES = bytes();
    private static final Pattern PART = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18}) ?([a-zA-Z]+)");
    private static final Pattern REQUESTS = Pattern.compile("[1-9][0-9]{0,5}/s");
    private static final String UNLIMITED = "unlimited";

    private Units() {}

    static Duration duration(String text) {
        Matcher part = PART.matcher(text);
        long millis = 0;
        int end = 0;
        try {
            while (end < text.length() && part.find(end) && part.start() == end) {
                millis = Math.addExact(
                        millis, Math.multiplyExact(Long.parseLong(part.group(1)), unit(MILLIS, part.group(2))));
                end = part.end();
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("this is longer than can be counted", e);
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException(
                    "not a duration; write a number and ms, s, m, h or d: 500ms, 60s, 1h30m");
        }
        return Duration.ofMillis(millis);
    }

    static String duration(Duration duration) {
        return largest(duration.toMillis(), MILLIS, "s");
    }

    static long size(String text) {
        if (text.equals("0")) {
            return 0;
        }
        Matcher size = SIZE.matcher(text);
        Long unit = size.matches() ? BYTES.get(size.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "not a size; write a number and B, KiB, MiB, GiB, TiB or KB, MB, GB, TB: 64MiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("this is more than can be counted", e);
        }
    }

    static String size(long bytes) {
        return largest(bytes, written(), "B");
    }

    static long rate(String text) {
        if (!text.endsWith("/s")) {
            throw new IllegalArgumentException("not a rate; write a size per second: 10MiB/s");
        }
        return size(text.substring(0, text.length() - 2));
    }

    static String rate(long bytesPerSecond) {
        return size(bytesPerSecond) + "/s";
    }

    static OptionalLong rateLimit(String text) {
        if (text.equals(UNLIMITED)) {
            return OptionalLong.empty();
        }
        long rate = rate(text);
        if (rate == 0) {
            throw new IllegalArgumentException(
                    "a limit of nothing would stop everything; write a rate such as 10MiB/s, or unlimited");
        }
        return OptionalLong.of(rate);
    }

    static String rateLimit(OptionalLong bytesPerSecond) {
        return bytesPerSecond.isPresent() ? rate(bytesPerSecond.getAsLong()) : UNLIMITED;
    }

    static OptionalInt requestRate(String text) {
        if (text.equals(UNLIMITED)) {
            return OptionalInt.empty();
        }
        if (!REQUESTS.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a rate of requests; write a number from 1 to 999999 per second: 200/s, or unlimited");
        }
        return OptionalInt.of(Integer.parseInt(text.substring(0, text.length() - 2)));
    }

    static String requestRate(OptionalInt perSecond) {
        return perSecond.isPresent() ? perSecond.getAsInt() + "/s" : UNLIMITED;
    }

    private static long unit(Map<String, Long> units, String name) {
        return units.getOrDefault(name, 1L);
    }

    /** The largest unit that needs no fraction. */
    private static String largest(long amount, Map<String, Long> units, String forZero) {
        if (amount == 0) {
            return "0" + forZero;
        }
        String written = "";
        for (var unit : units.entrySet()) {
            if (amount % unit.getValue() == 0) {
                written = amount / unit.getValue() + unit.getKey();
            }
        }
        return written;
    }

    private static Map<String, Long> written() {
        return units("B", 1, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
    }

    private static Map<String, Long> bytes() {
        Map<String, Long> all = new LinkedHashMap<>();
        written().forEach((name, size) -> all.put(name.toLowerCase(Locale.ROOT), size));
        all.putAll(units("kb", 1_000, "mb", 1_000_000, "gb", 1_000_000_000, "tb", 1_000_000_000_000L));
        return Map.copyOf(all);
    }

    private static Map<String, Long> units(Object... namesAndSizes) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            units.put((String) namesAndSizes[i], ((Number) namesAndSizes[i + 1]).longValue());
        }
        return units;
    }
}
