package org.aptheke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.aptheke.events.Event;
import org.junit.jupiter.api.Test;

final class EventCountsTest {
    private static final String DEB = "/debian/pool/main/h/hello/hello_1_all.deb";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final EventCounts events = new EventCounts();

    private void answered(String method, String path, int status, long bytes, String cacheStatus, String cause) {
        events.accept(new Event.Answered(
                NOON,
                InetAddress.getLoopbackAddress(),
                method,
                "deb.example.org",
                path,
                status,
                bytes,
                20_000_000,
                3_000_000,
                cacheStatus,
                cause));
    }

    private void got(String path, int status, long bytes, String cacheStatus) {
        answered("GET", path, status, bytes, cacheStatus, "");
    }

    private Map<String, Long> requests() {
        var all = new TreeMap<String, Long>();
        for (var kind : FileKind.values()) {
            events.counts(kind)
                    .requests((status, use, count) -> all.put(kind.label() + " " + status + " " + use.label(), count));
        }
        return all;
    }

    @Test
    void accept_aMixture_countsEachCombinationExactly() {
        for (int i = 0; i < 7; i++) {
            got(DEB, 200, 100, "hit");
        }
        got(DEB, 200, 100, "fwd=uri-miss; stored; ttl=5");
        got("/debian/dists/sid/InRelease", 304, 0, "hit; ttl=-3");
        got("/debian/dists/sid/main/Contents-all.gz", 404, 9, "fwd=stale; fwd-status=404");
        got("/debian/dists/sid/main/by-hash/SHA256/" + "0a".repeat(32), 206, 50, "hit; detail=\"ttl=-1\"");
        got("/?page", 200, 10, "");

        assertThat(requests())
                .isEqualTo(Map.of(
                        "package 200 hit", 7L,
                        "package 200 uri-miss", 1L,
                        "release 304 stale-hit", 1L,
                        "index 404 stale", 1L,
                        "by-hash 206 hit", 1L,
                        "other 200 none", 1L));
        assertThat(events.counts(FileKind.PACKAGE).bytes(CacheUse.Group.HIT)).isEqualTo(700);
        assertThat(events.counts(FileKind.PACKAGE).bytes(CacheUse.Group.FORWARDED))
                .isEqualTo(100);
    }

    @Test
    void accept_tunnel_isNotAmongTheDurations() {
        answered("CONNECT", "vendor.example:443", 200, 5_000, "", "");

        assertThat(requests()).isEqualTo(Map.of("tunnel 200 none", 1L));
        assertThat(events.counts(FileKind.TUNNEL).bytes(CacheUse.Group.NONE)).isEqualTo(5_000);
        assertThat(events.durations(CacheUse.Group.NONE).counts()).containsOnly(0);
    }

    @Test
    void accept_clientLeftBeforeTheAnswer_hasNoStatusAndNoDuration() {
        answered("GET", DEB, 0, 0, "", "the client left before it was answered");

        assertThat(requests()).isEqualTo(Map.of("package none none", 1L));
        assertThat(events.durations(CacheUse.Group.NONE).counts()).containsOnly(0);
        assertThat(events.failed().sum()).isEqualTo(1);
    }

    @Test
    void accept_collapsed_isCountedUnlessTheWordIsQuoted() {
        got(DEB, 200, 1, "fwd=uri-miss; collapsed; stored");
        got(DEB, 200, 1, "fwd=uri-miss; detail=\"; collapsed\"");

        assertThat(events.collapsed().sum()).isEqualTo(1);
    }

    @Test
    void accept_durations_fallIntoTheBucketWhoseBoundTheyDoNotPass() {
        got(DEB, 200, 1, "hit");

        var counts = events.durations(CacheUse.Group.HIT).counts();
        int bucket = 0;
        while (Buckets.bounds()[bucket] < 0.020) {
            bucket++;
        }
        assertThat(counts[bucket]).isEqualTo(1);
        assertThat(events.durations(CacheUse.Group.HIT).seconds()).isEqualTo(0.020);
        assertThat(events.firstBytes(CacheUse.Group.HIT).seconds()).isEqualTo(0.003);
    }

    @Test
    void accept_troubles_areCountedButNotThatTheyHealed() {
        events.accept(new Event.OriginTrouble(NOON, "http://deb.example.org/x", "", "away"));
        events.accept(new Event.StoreTrouble(NOON, "the catalogue", false));
        events.accept(new Event.StoreTrouble(NOON, "the catalogue", true));

        assertThat(events.originTroubles().sum()).isEqualTo(1);
        assertThat(events.storeTroubles().sum()).isEqualTo(1);
    }

    /** Whatever origins and clients think of: the labels are of a list that ends. */
    @Test
    void accept_everyStatusAndHostileWords_labelsStayFew() {
        for (int status = -1; status <= 1_100; status++) {
            got(DEB, status, 0, "fwd=made-up-" + status + "; x");
            got("/x" + status, status, 0, "word" + status);
        }

        assertThat(requests()).hasSizeLessThanOrEqualTo(2 * StatusLabels.COUNT);
        assertThat(requests().keySet()).allMatch(key -> key.endsWith(" none"));
    }

    /** What an answer from memory costs on the event loop: nothing that the collector would see. */
    @Test
    void accept_knownCombination_allocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        var event = new Event.Answered(
                NOON,
                InetAddress.getLoopbackAddress(),
                "GET",
                "deb.example.org",
                DEB,
                200,
                100,
                90_000,
                80_000,
                "hit",
                "");
        for (int i = 0; i < 20_000; i++) {
            events.accept(event);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            events.accept(event);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The question itself takes some bytes; one object for each answer would be 160,000.
        assertThat(allocated).isLessThan(10_000);
    }
}
