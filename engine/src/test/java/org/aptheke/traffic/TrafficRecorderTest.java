package org.aptheke.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.aptheke.events.Event;
import org.aptheke.store.MemoryTrafficBook;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Order;
import org.aptheke.store.TrafficBook.Point;
import org.aptheke.store.TrafficBook.Ranking;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Most of these tests do not start the recorder's thread: reading does what it would do. */
final class TrafficRecorderTest {
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");
    private static final String HELLO = "/debian/pool/main/h/hello/hello_2.10_amd64.deb";

    private final ManualClock clock = ManualClock.at(NINE);
    private final MemoryTrafficBook book = new MemoryTrafficBook();
    private final List<Event> behind = new ArrayList<>();

    private TrafficRecorder recorder(int capacity) {
        return new TrafficRecorder(book, () -> Duration.ofDays(400), behind::add, clock, capacity);
    }

    @Test
    void accept_everyKindOfAnswer_countsEachOnce() throws Exception {
        var recorder = recorder(64);
        recorder.accept(answered("192.0.2.1", HELLO, 200, 100, "hit", ""));
        recorder.accept(answered("192.0.2.1", HELLO, 206, 30, "fwd=uri-miss; collapsed", ""));
        recorder.accept(answered("192.0.2.2", HELLO, 200, 7, "fwd=stale; fwd-status=304", ""));
        recorder.accept(answered("192.0.2.2", "/debian/dists/sid/InRelease", 404, 5, "fwd=uri-miss", ""));
        recorder.accept(answered("192.0.2.2", "/debian/x", 502, 3, "fwd=uri-miss", "no connection"));
        recorder.accept(answered("192.0.2.2", HELLO, 200, 2, "fwd=uri-miss; stored", "the client left after 2 bytes"));
        recorder.accept(answered("192.0.2.3", "/", 200, 1, "", ""));

        var all = new TrafficCounts(7, 1, 1, 1, 3, 1, 2, 148, 137);
        assertThat(recorder.sinceStart()).isEqualTo(all);
        assertThat(recorder.read().series(Subject.ALL, "", Span.HOUR, MIDNIGHT, TOMORROW))
                .containsExactly(new Point(NINE, all));
        assertThat(names(Subject.CLIENT)).containsExactly("192.0.2.1 130", "192.0.2.2 17", "192.0.2.3 1");
        assertThat(names(Subject.REPOSITORY)).containsExactly("deb.example.org/debian 144", "deb.example.org 3");
        assertThat(names(Subject.PACKAGE)).containsExactly("hello 139");
        assertThat(behind).hasSize(7);
    }

    @Test
    void accept_ringIsFull_countsAllTheSameWithoutNames() throws Exception {
        var recorder = recorder(2);
        for (int i = 0; i < 5; i++) {
            recorder.accept(answered("192.0.2.1", HELLO, 200, 10, "hit", ""));
        }

        assertThat(recorder.read().series(Subject.ALL, "", Span.HOUR, MIDNIGHT, TOMORROW))
                .containsExactly(new Point(NINE, new TrafficCounts(5, 5, 0, 0, 0, 0, 0, 50, 50)));
        assertThat(names(Subject.CLIENT)).containsExactly(" 30", "192.0.2.1 20");
    }

    @Test
    void read_bookFails_isEnteredTheNextTime() throws Exception {
        var recorder = recorder(64);
        recorder.accept(answered("192.0.2.1", HELLO, 200, 10, "hit", ""));
        book.failing(true);
        recorder.read();
        recorder.accept(answered("192.0.2.1", HELLO, 200, 5, "hit", ""));
        book.failing(false);

        assertThat(recorder.read().series(Subject.CLIENT, "192.0.2.1", Span.HOUR, MIDNIGHT, TOMORROW))
                .containsExactly(new Point(NINE, new TrafficCounts(2, 2, 0, 0, 0, 0, 0, 15, 15)));
    }

    @Test
    void read_anotherHour_eachHasItsOwn() throws Exception {
        var recorder = recorder(64);
        recorder.accept(answered("192.0.2.1", HELLO, 200, 10, "hit", ""));
        recorder.read();
        clock.advance(Duration.ofHours(1));
        recorder.read();
        recorder.accept(answered("192.0.2.1", HELLO, 200, 4, "hit", ""));

        assertThat(recorder.read().series(Subject.ALL, "", Span.HOUR, MIDNIGHT, TOMORROW))
                .extracting(Point::begin, point -> point.counts().bytes())
                .containsExactly(tuple(NINE, 10L), tuple(NINE.plusSeconds(3_600), 4L));
    }

    @Test
    void read_hourWithVeryManyNames_theSmallShareARow() throws Exception {
        var recorder = recorder(8_192);
        for (int i = 0; i < 6_000; i++) {
            var path = "/debian/pool/p" + i + "_1_all.deb";
            recorder.accept(answered("192.0.2.1", path, 200, i + 1, "hit", ""));
        }
        recorder.read();
        clock.advance(Duration.ofHours(1));

        recorder.read();

        assertThat(book.names(Subject.PACKAGE, Span.HOUR, MIDNIGHT, TOMORROW)).isEqualTo(201);
        assertThat(book.names(Subject.PACKAGE, Span.DAY, MIDNIGHT, TOMORROW)).isEqualTo(5_001);
        long bytes = book
                .ranked(new Ranking(Subject.PACKAGE, Span.HOUR, MIDNIGHT, TOMORROW, Order.BYTES, "", 0, 10_000))
                .stream()
                .mapToLong(entry -> entry.counts().bytes())
                .sum();
        assertThat(bytes).isEqualTo(6_000L * 6_001 / 2);
    }

    @Test
    void lastSeconds_someTraffic_standsAtItsSecond() throws Exception {
        var recorder = recorder(64);
        recorder.accept(answered("192.0.2.1", HELLO, 200, 10, "hit", ""));
        recorder.sinceStart();
        clock.advance(Duration.ofSeconds(2));

        var seconds = recorder.lastSeconds();

        assertThat(seconds.getLast()).isEqualTo(new TrafficSecond(NINE.plusSeconds(1), 0, 0, 0));
        assertThat(seconds).contains(new TrafficSecond(NINE, 1, 10, 10)).hasSize(119);
    }

    /** By itself the thread looks ten times a second, which would take it half a minute. */
    @Test
    @Timeout(15)
    void accept_ringFillsAgainAndAgain_isCountedAtOnce() throws Exception {
        var counted = new Semaphore(0);
        try (var recorder = new TrafficRecorder(book, () -> Duration.ofDays(400), _ -> counted.release(), clock, 64)) {
            recorder.start();
            for (int round = 0; round < 300; round++) {
                for (int i = 0; i < 64; i++) {
                    recorder.accept(answered("192.0.2.1", HELLO, 200, 1, "hit", ""));
                }
                counted.acquire(64);
            }
        }

        assertThat(names(Subject.CLIENT)).containsExactly("192.0.2.1 19200");
    }

    @Test
    void close_started_entersWhatIsLeft() throws Exception {
        var recorder = recorder(64);
        recorder.start();
        recorder.accept(answered("192.0.2.1", HELLO, 200, 10, "hit", ""));

        recorder.close();

        assertThat(names(Subject.CLIENT)).containsExactly("192.0.2.1 10");
    }

    private List<String> names(Subject subject) {
        return book
                .ranked(new Ranking(subject, Span.HOUR, MIDNIGHT, TOMORROW, TrafficBook.Order.BYTES, "", 0, 100))
                .stream()
                .map(entry -> entry.name() + " " + entry.counts().bytes())
                .toList();
    }

    private Event.Answered answered(String client, String path, int status, long bytes, String cache, String cause) {
        return new Event.Answered(
                clock.instant(),
                InetAddress.ofLiteral(client),
                "GET",
                "deb.example.org",
                path,
                status,
                bytes,
                3_000_000,
                1_000_000,
                cache,
                cause);
    }
}
