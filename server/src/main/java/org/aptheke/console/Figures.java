package org.aptheke.console;

import java.time.Duration;
import java.util.Locale;
import org.aptheke.admin.Sizes;

/** Numbers as people read them. */
final class Figures {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Figures() {}

    /** {@code 812 B}, {@code 1.5 GiB}. */
    static String bytes(long bytes) {
        return Sizes.of(bytes);
    }

    /** {@code 512 KiB}: for what is round. */
    static String round(long bytes) {
        return bytes(bytes).replace(".0 ", " ");
    }

    static String rate(long bytesPerSecond) {
        return Sizes.of(bytesPerSecond) + "/s";
    }

    /** {@code 12 345}: with spaces that no line breaks at. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', '\u00a0');
    }

    /** {@code 3 files}, {@code 1 file}. */
    static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** {@code 93.4 %}; a dash when there is nothing that it could be a part of. */
    static String percent(long part, long whole) {
        return whole <= 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** {@code 12 s}, {@code 3 min}, {@code 5 h 20 min}, {@code 12 d}. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + " min";
        }
        if (seconds < DAY) {
            long minutes = seconds % HOUR / MINUTE;
            return seconds / HOUR + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        return seconds / DAY + " d";
    }
}
