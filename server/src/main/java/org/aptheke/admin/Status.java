package org.aptheke.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aptheke.health.Health;
import org.aptheke.health.StoreRoom;
import org.aptheke.jobs.RunView;
import org.aptheke.store.TrafficCounts;
import org.aptheke.suite.SuiteStatus;

/**
 * How the program is, all at once.
 *
 * @param traffic since the start
 * @param runningJobs those that have not ended
 */
public record Status(
        String version,
        Instant startedAt,
        Instant now,
        Health health,
        TrafficCounts traffic,
        StoreRoom room,
        Load load,
        List<RunView> runningJobs,
        List<SuiteStatus> suites,
        boolean offline) {
    /**
     * What is going on.
     *
     * @param connections that are open
     * @param requests that are worked on
     * @param fetches that run or wait for their turn
     * @param readers of these
     */
    public record Load(
            long connections, long maxConnections, long tunnels, long requests, long fetches, long readers) {}

    public Status {
        runningJobs = List.copyOf(runningJobs);
        suites = List.copyOf(suites);
    }

    public Duration uptime() {
        return Duration.between(startedAt, now);
    }

    /** Those that are not as they should be. */
    public List<SuiteStatus> suitesInTrouble() {
        return suites.stream()
                .filter(suite -> Health.trouble(suite.standing(), suite.suite()).isPresent())
                .toList();
    }

    /** The part of the requests for files that cost no download; 0 when there was none. */
    public static double hitRate(TrafficCounts counts) {
        return counts.asked() == 0 ? 0 : (double) counts.saved() / counts.asked();
    }

    /** The part of the bytes that no origin had to send; 0 when there was none. */
    public static double byteHitRate(TrafficCounts counts) {
        return counts.bytes() == 0 ? 0 : (double) counts.savedBytes() / counts.bytes();
    }
}
