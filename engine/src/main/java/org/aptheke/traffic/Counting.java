package org.aptheke.traffic;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.events.Event;
import org.aptheke.http.AddressText;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.jspecify.annotations.Nullable;

/**
 * Counts answers of the present hour, and of the time since the start. Bounded in memory. Not thread-safe.
 *
 * <p>Most answers are like one of a moment ago: to whom and for what an answer is counted is remembered by its client and
 * by its host and path, so that counting it takes some comparisons and additions.
 */
final class Counting {
    private static final int MOST_NAMES = 5_000;
    private static final int MEMORY = 8_192;
    private static final int LONGEST_REMEMBERED = 512;
    private static final int SECONDS = 120;

    private final Tally all = new Tally();
    private final NamedTallies repositories = new NamedTallies(Subject.REPOSITORY, MOST_NAMES);
    private final NamedTallies clients = new NamedTallies(Subject.CLIENT, MOST_NAMES);
    private final NamedTallies packages = new NamedTallies(Subject.PACKAGE, MOST_NAMES);
    private final Map<InetAddress, Tally> byAddress = new HashMap<>();
    private final @Nullable Remembered[] memory = new Remembered[MEMORY];
    private final Tally sinceStart = new Tally();
    private final Seconds seconds = new Seconds(SECONDS);

    /** For what requests with this host and path are counted; {@code packageTally} is null when for no package. */
    private record Remembered(
            String host,
            String path,
            Tally repository,
            @Nullable Tally packageTally) {}

    void count(Event.Answered answered, Instant now) {
        var use = CacheUse.of(answered.cacheStatus());
        all.count(answered, use);
        sinceStart.count(answered, use);
        client(answered.client()).count(answered, use);
        if (use != CacheUse.OWN) {
            var what = what(answered.host(), answered.path());
            what.repository().count(answered, use);
            if (what.packageTally() != null) {
                what.packageTally().count(answered, use);
            }
        }
        boolean saved = use == CacheUse.HIT || use == CacheUse.VALIDATED || use == CacheUse.JOINED;
        seconds.count(now.getEpochSecond(), answered.bytes(), saved ? answered.bytes() : 0);
    }

    private Tally client(InetAddress address) {
        var known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        var tally = clients.of(AddressText.of(address));
        if (byAddress.size() < MOST_NAMES) {
            byAddress.put(address, tally);
        }
        return tally;
    }

    private Remembered what(String host, String path) {
        int slot = Math.floorMod(31 * host.hashCode() + path.hashCode(), MEMORY);
        var known = memory[slot];
        if (known != null && known.path().equals(path) && known.host().equals(host)) {
            return known;
        }
        var attribution = Attribution.of(host, path);
        var fresh = new Remembered(
                host,
                path,
                repositories.of(attribution.repository()),
                attribution.packageName().map(packages::of).orElse(null));
        if (path.length() <= LONGEST_REMEMBERED) {
            memory[slot] = fresh;
        }
        return fresh;
    }

    void drain(Overflow overflow) {
        overflow.drainInto(all, sinceStart, clients.others(), repositories.others());
    }

    /** What was counted since the last time. */
    List<Entry> take() {
        var entries = new ArrayList<Entry>();
        if (!all.isEmpty()) {
            entries.add(new Entry(Subject.ALL, "", all.take(), all.lastAt()));
        }
        entries.addAll(repositories.take());
        entries.addAll(clients.take());
        entries.addAll(packages.take());
        return entries;
    }

    /** Counts again what could not be written. */
    void putBack(List<Entry> entries) {
        for (var entry : entries) {
            tally(entry).add(entry.counts(), entry.lastAt());
        }
    }

    private Tally tally(Entry entry) {
        return switch (entry.subject()) {
            case ALL -> all;
            case REPOSITORY -> repositories.of(entry.name());
            case CLIENT -> clients.of(entry.name());
            case PACKAGE -> packages.of(entry.name());
        };
    }

    /** Forgets names, after all was taken: another hour begins. */
    void forgetNames() {
        repositories.clear();
        clients.clear();
        packages.clear();
        byAddress.clear();
        Arrays.fill(memory, null);
    }

    TrafficCounts sinceStart() {
        return sinceStart.counts();
    }

    List<TrafficSecond> lastSeconds(Instant now) {
        return seconds.before(now);
    }
}
