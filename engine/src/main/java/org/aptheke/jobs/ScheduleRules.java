package org.aptheke.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * When jobs begin by themselves.
 *
 * @param jitter each begins up to so much later
 * @param quietFrom from then on none begins
 * @param quietTo exclusive; the same as {@code quietFrom} when there are no quiet hours, and before it when they span
 *     midnight
 */
public record ScheduleRules(
        List<JobSchedule> jobs, Duration jitter, LocalTime quietFrom, LocalTime quietTo, ZoneId zone) {
    public ScheduleRules {
        jobs = List.copyOf(jobs);
    }

    boolean isQuiet(Instant now) {
        var time = now.atZone(zone).toLocalTime();
        boolean behindFrom = !time.isBefore(quietFrom);
        boolean beforeTo = time.isBefore(quietTo);
        return quietFrom.isBefore(quietTo)
                ? behindFrom && beforeTo
                : quietFrom.isAfter(quietTo) && (behindFrom || beforeTo);
    }
}
