package org.aptheke.suite;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The operator's part of fetching ahead.
 *
 * @param budgetBytes most that is fetched after one change of a suite; 0 turns it off
 * @param from begin of the part of the day in which it may be done
 * @param to its end, exclusive; the same as {@code from} means all day, before it means over midnight
 * @param zone of these times
 */
public record WarmRules(long budgetBytes, LocalTime from, LocalTime to, ZoneId zone) {
    public static final WarmRules OFF =
            new WarmRules(0, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.systemDefault());

    boolean isOn() {
        return budgetBytes > 0;
    }

    boolean mayRunAt(Instant now) {
        var time = now.atZone(zone).toLocalTime();
        if (from.equals(to)) {
            return true;
        }
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }
}
