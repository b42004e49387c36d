package org.aptheke.origin;

import java.time.LocalTime;
import java.util.List;

/**
 * Bytes per second, by time of day. Immutable.
 *
 * @param otherwise at all times that no window covers; 0 for no limit
 * @param windows the first that covers a time decides
 */
public record RateSchedule(long otherwise, List<Window> windows) {
    public static final RateSchedule UNLIMITED = new RateSchedule(0, List.of());

    /**
     * A part of the day, over midnight when it ends before it starts; the whole day when it ends as it starts.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public record Window(LocalTime from, LocalTime to, long bytesPerSecond) {
        public Window {
            requireRate(bytesPerSecond);
        }

        boolean covers(LocalTime time) {
            boolean started = !time.isBefore(from);
            boolean ended = !time.isBefore(to);
            return from.isBefore(to) ? started && !ended : started || !ended;
        }
    }

    public RateSchedule {
        requireRate(otherwise);
        windows = List.copyOf(windows);
    }

    /** The same rate at all times; 0 for no limit. */
    public static RateSchedule of(long bytesPerSecond) {
        return new RateSchedule(bytesPerSecond, List.of());
    }

    long at(LocalTime time) {
        for (var window : windows) {
            if (window.covers(time)) {
                return window.bytesPerSecond();
            }
        }
        return otherwise;
    }

    boolean isUnlimited() {
        return otherwise == 0 && windows.stream().allMatch(window -> window.bytesPerSecond() == 0);
    }

    private static void requireRate(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("not a rate in bytes per second: " + bytesPerSecond);
        }
    }
}
