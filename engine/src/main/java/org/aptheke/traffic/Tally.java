package org.aptheke.traffic;

import java.time.Instant;
import org.aptheke.events.Event;
import org.aptheke.store.TrafficCounts;

/** Counts that grow. Not thread-safe. */
final class Tally {
    private static final int LEAST_REFUSED = 400;
    private static final int LEAST_FAILED = 500;

    private long requests;
    private long hits;
    private long validated;
    private long joined;
    private long misses;
    private long refused;
    private long failed;
    private long bytes;
    private long savedBytes;
    private Instant lastAt = Instant.EPOCH;

    void count(Event.Answered answered, CacheUse use) {
        requests++;
        bytes += answered.bytes();
        int status = answered.status();
        if (status >= LEAST_FAILED
                || (status < LEAST_REFUSED && !answered.cause().isEmpty())) {
            failed++;
        } else if (status >= LEAST_REFUSED) {
            refused++;
        }
        switch (use) {
            case HIT -> hits++;
            case VALIDATED -> validated++;
            case JOINED -> joined++;
            case MISS -> misses++;
            case OWN -> {}
        }
        if (use == CacheUse.HIT || use == CacheUse.VALIDATED || use == CacheUse.JOINED) {
            savedBytes += answered.bytes();
        }
        if (answered.at().isAfter(lastAt)) {
            lastAt = answered.at();
        }
    }

    void add(TrafficCounts counts, Instant at) {
        requests += counts.requests();
        hits += counts.hits();
        validated += counts.validated();
        joined += counts.joined();
        misses += counts.misses();
        refused += counts.refused();
        failed += counts.failed();
        bytes += counts.bytes();
        savedBytes += counts.savedBytes();
        if (at.isAfter(lastAt)) {
            lastAt = at;
        }
    }

    boolean isEmpty() {
        return requests == 0;
    }

    TrafficCounts counts() {
        return new TrafficCounts(requests, hits, validated, joined, misses, refused, failed, bytes, savedBytes);
    }

    Instant lastAt() {
        return lastAt;
    }

    /** What it counted, which is forgotten. */
    TrafficCounts take() {
        var counts = counts();
        requests = 0;
        hits = 0;
        validated = 0;
        joined = 0;
        misses = 0;
        refused = 0;
        failed = 0;
        bytes = 0;
        savedBytes = 0;
        return counts;
    }
}
