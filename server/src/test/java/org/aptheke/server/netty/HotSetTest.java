package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.Repeatable;
import org.aptheke.route.Entrance;
import org.aptheke.route.KnownUsers;
import org.aptheke.route.RequestRates;
import org.aptheke.store.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be repeated is answered without asking the engine, and never when it may not. */
final class HotSetTest {
    private static final String TARGET = "http://deb.example.org/f";
    private static final int[] SMALL_AND_LARGE = {1000, 200_000};
    private static final CacheKey KEY = new CacheKey("deb.example.org/f");

    @TempDir
    private Path dir = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {0, 20_000, 65_536, 3_000_000})
    void repeatableAnswer_askedAgain_comesFromMemoryAndTheFileOnce(int size) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = hot(fixture, size);

            var first = client.get(TARGET).answer();
            fixture.pass(Duration.ofSeconds(30));
            var second = client.get(TARGET).answer();

            assertThat(first.body()).hasSize(size).isEqualTo(second.body());
            assertThat(fixture.port().asked()).hasSize(1);
            assertThat(file.opened()).isEqualTo(1);
            assertThat(first.field("age")).isEqualTo("100");
            assertThat(second.field("age")).isEqualTo("130");
            assertThat(second.field("date")).isEqualTo("Sun, 22 Nov 2026 10:00:30 GMT");
            assertThat(second.field("cache-status")).isEqualTo("aptheke; hit");
            assertThat(second.fields().keySet()).isEqualTo(first.fields().keySet());
            assertThat(fixture.events(2).getLast().bytes()).isEqualTo(size);
            assertThat(fixture.events(2).getLast().host()).isEqualTo("deb.example.org");
            assertThat(fixture.events(2).getLast().cacheStatus()).isEqualTo("hit");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void partOfARepeatableAnswer_theNextAsks_wholeIsInMemory(int size) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var whole = new CountedFile(dir.resolve("file"), letters(size));
            var repeatable = new Repeatable(
                    KEY,
                    fixture.now().minusSeconds(100),
                    fixture.now().plus(Duration.ofHours(1)),
                    fixture.epochs().of(KEY));
            var fields = Fields.of("ETag", "\"tag\"", "Cache-Status", "aptheke; hit");
            fixture.port()
                    .on(
                            "/f",
                            exchange -> new Answer(
                                    new Response(304, fields, Content.None.NONE),
                                    "aptheke; hit",
                                    "",
                                    Optional.of(repeatable),
                                    Optional.of(new Response(200, fields, whole.content())),
                                    List.of()));

            assertThat(client.get(TARGET, "If-None-Match: \"tag\"").answer().status())
                    .isEqualTo(304);
            assertThat(client.get(TARGET, "If-None-Match: \"tag\"").answer().status())
                    .isEqualTo(304);
            assertThat(client.get(TARGET, "Range: bytes=5-9").answer().body()).hasSize(5);
            assertThat(client.get(TARGET).answer().body()).hasSize(size);
            assertThat(fixture.port().asked()).hasSize(1);
            assertThat(whole.opened()).isEqualTo(1);
        }
    }

    @Test
    void partOfARepeatableAnswer_requestIsOfItsOwnKind_wholeIsNotKeptAndClosed() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var whole = new CountedFile(dir.resolve("file"), letters(1000));
            var repeatable = new Repeatable(KEY, fixture.now(), fixture.now().plusSeconds(60), 0);
            fixture.port()
                    .on(
                            "/f",
                            exchange -> new Answer(
                                    new Response(304, Fields.EMPTY, Content.None.NONE),
                                    "aptheke; hit",
                                    "",
                                    Optional.of(repeatable),
                                    Optional.of(new Response(200, Fields.EMPTY, whole.content())),
                                    List.of()));

            client.get(TARGET, "If-None-Match: \"tag\"", "Cookie: a=b").answer();
            client.get(TARGET, "If-None-Match: \"tag\"", "Cookie: a=b").answer();

            assertThat(fixture.port().asked()).hasSize(2);
            assertThat(whole.open()).isZero();
        }
    }

    @Test
    void smallHits_sixtyInARow_takeOneFlushEach() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 20_000);
            client.get(TARGET).answer();
            long before = fixture.server().counters().flushes().sum();

            for (int i = 0; i < 60; i++) {
                assertThat(client.get(TARGET).answer().body()).hasSize(20_000);
            }

            assertThat(fixture.server().counters().flushes().sum() - before).isEqualTo(60);
            assertThat(fixture.server().counters().hotHits().sum()).isEqualTo(60);
        }
    }

    @Test
    void smallHits_tenInOnePacket_takeOneFlush() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            client.get(TARGET).answer();
            long before = fixture.server().counters().flushes().sum();

            client.send(("GET " + TARGET + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(10));
            for (int i = 0; i < 10; i++) {
                client.answer();
            }

            assertThat(fixture.server().counters().flushes().sum() - before).isEqualTo(1);
        }
    }

    @Test
    void closingHit_clientGoesOnSending_stillGetsTheAnswer() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 60_000);
            client.get(TARGET).answer();

            client.send("GET " + TARGET + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            for (int i = 0; i < 50; i++) {
                client.send("x".repeat(10_000));
            }

            var answer = client.answer();
            assertThat(answer.body()).hasSize(60_000);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void head_ofAHotAnswer_hasTheSameFieldsAndNoContent() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            var get = client.get(TARGET).answer();

            var head = client.send("HEAD " + TARGET + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer(true);

            assertThat(head.fields()).isEqualTo(get.fields());
            assertThat(client.get(TARGET).answer().body()).hasSize(1000);
            assertThat(fixture.port().asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=1000-",
                "If-Match: *",
                "Authorization: Basic YTpi",
                "Cookie: a=b",
                "cache-control: max-age=0",
                "Pragma: no-cache",
                "Content-Length: 0"
            })
    void requestThatAsksForMore_goesToTheEngine(String field) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            client.get(TARGET).answer();

            client.send("GET " + TARGET + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n")
                    .answer();

            assertThat(fixture.port().asked()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TARGET, "/deb.example.org/f"})
    void request_withTheProxysPassword_isAnsweredFromMemoryAndMayFillIt(String target) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            fixture.port().enterBy(new Entrance(Optional.of(new KnownUsers().with("a", "b")), RequestRates.UNLIMITED));
            String field = (target.startsWith("/") ? "Authorization" : "Proxy-Authorization") + ": Basic YTpi";

            for (int i = 0; i < 3; i++) {
                assertThat(client.get(target, field).answer().body()).hasSize(1000);
            }

            assertThat(fixture.port().asked()).hasSize(1);
            assertThat(client.get(target).answer().status()).isBetween(401, 407);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match: \"tag\" | 304",
                "If-None-Match: \"other\", W/\"tag\" | 304",
                "If-None-Match: \"other\" | 200",
                "if-modified-since: Sun, 22 Nov 2026 09:00:00 GMT | 304",
                "If-Modified-Since: Sun, 22 Nov 2026 08:59:59 GMT | 200",
                "If-Modified-Since: yesterday | 200",
            })
    void condition_onAHotAnswer_isAnsweredFromMemory(String field, int status) throws Exception {
        for (int size : SMALL_AND_LARGE) {
            try (var fixture = new Fixture();
                    var client = fixture.client()) {
                hot(fixture, size);
                var whole = client.get(TARGET).answer();

                var answer = client.get(TARGET, field).answer();

                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.body()).isEqualTo(status == 304 ? "" : whole.body());
                assertThat(answer.field("etag")).isEqualTo("\"tag\"");
                assertThat(answer.field("age")).isEqualTo("100");
                assertThat(answer.fields().containsKey("content-type")).isEqualTo(status == 200);
                assertThat(answer.fields().containsKey("content-length")).isEqualTo(status == 200);
                assertThat(fixture.port().asked()).hasSize(1);
                assertThat(fixture.events(2).getLast().status()).isEqualTo(status);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Range: bytes=100-299 | 100 | 300",
                "Range: bytes=-100 | -100 | 0",
                "Range: bytes=999- | 999 | 0",
                "Range: bytes=0-999999999 | 0 | 0",
                "Range: bytes=5-9;If-Range: \"tag\" | 5 | 10",
                "Range: bytes=5-9;If-Range: Sun, 22 Nov 2026 09:00:00 GMT | 5 | 10",
            })
    void range_ofAHotAnswer_isAnsweredFromMemory(String fields, int first, int end) throws Exception {
        for (int size : SMALL_AND_LARGE) {
            try (var fixture = new Fixture();
                    var client = fixture.client()) {
                var file = hot(fixture, size);
                String whole = client.get(TARGET).answer().body();
                int from = first < 0 ? size + first : first;
                int to = end == 0 ? size : end;

                var part = client.get(TARGET, fields.split(";", -1)).answer();
                var after = client.get(TARGET).answer();

                assertThat(part.status()).isEqualTo(206);
                assertThat(part.body()).isEqualTo(whole.substring(from, to));
                assertThat(part.field("content-range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/" + size);
                assertThat(after.body()).isEqualTo(whole);
                assertThat(fixture.port().asked()).hasSize(1);
                assertThat(file.opened()).isEqualTo(1);
                assertThat(fixture.events(2).get(1).bytes()).isEqualTo(to - from);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=0-1,5-6",
                "Range: bytes=3-1",
                "Range: lines=1-2",
                "Range: bytes=5-9;If-Range: \"other\"",
                "Range: bytes=5-9;If-Range: W/\"tag\"",
                "Range: bytes=5-9;If-Range: Sun, 22 Nov 2026 09:00:01 GMT"
            })
    void rangeNotToBeHonoured_ofAHotAnswer_getsTheWholeFromMemory(String fields) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            client.get(TARGET).answer();

            var answer = client.get(TARGET, fields.split(";", -1)).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(1000);
            assertThat(fixture.port().asked()).hasSize(1);
        }
    }

    @Test
    void requestThatAsksForMore_isNotKept() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = hot(fixture, 1000);
            client.send("GET " + TARGET + " HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n")
                    .answer();

            client.get(TARGET).answer();

            assertThat(fixture.port().asked()).hasSize(2);
            assertThat(file.opened()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 100_000})
    void epochAdvances_theEngineIsAskedAndTheOldAnswerFreed(int size) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = hot(fixture, size);
            client.get(TARGET).answer();

            fixture.epochs().advance(KEY);
            client.get(TARGET).answer();
            client.get(TARGET).answer();

            assertThat(fixture.port().asked()).hasSize(2);
            Fixture.await(() -> file.open() == (size > 65_536 ? 1 : 0));
        }
    }

    @Test
    void freshnessEnds_theEngineIsAsked() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            client.get(TARGET).answer();

            fixture.pass(Duration.ofMinutes(59));
            client.get(TARGET).answer();
            assertThat(fixture.port().asked()).hasSize(1);
            fixture.pass(Duration.ofMinutes(1));
            client.get(TARGET).answer();

            assertThat(fixture.port().asked()).hasSize(2);
        }
    }

    @Test
    void clockSetBack_theEngineIsAsked() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            client.get(TARGET).answer();

            fixture.pass(Duration.ofSeconds(-99));
            client.get(TARGET).answer();
            assertThat(fixture.port().asked()).hasSize(1);
            fixture.pass(Duration.ofDays(-1));
            client.get(TARGET).answer();

            assertThat(fixture.port().asked()).hasSize(2);
        }
    }

    @Test
    void originForm_otherHost_isAnotherAnswer() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            String path = "GET /deb.example.org/f HTTP/1.1\r\n";

            client.send(path + "Host: cache:3142\r\n\r\n").answer();
            client.send(path + "Host: cache:3142\r\n\r\n").answer();
            client.send(path + "Host: other:3142\r\n\r\n").answer();

            assertThat(fixture.port().asked()).hasSize(2);
        }
    }

    @Test
    void uses_drained_areCountedPerKeyOnce() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            hot(fixture, 1000);
            for (int i = 0; i < 6; i++) {
                client.get(TARGET).answer();
            }

            assertThat(fixture.server().drainUses()).isEqualTo(Map.of(KEY, new Catalog.Uses(5, fixture.now())));
            assertThat(fixture.server().drainUses()).isEmpty();
            client.get(TARGET).answer();
            assertThat(fixture.server().drainUses()).isEqualTo(Map.of(KEY, new Catalog.Uses(1, fixture.now())));
        }
    }

    @Test
    void hotSet_smallerThanWhatIsAsked_staysWithinItsBytes() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT.withHot(100_000, 2));
                var client = fixture.client()) {
            var small = new CountedFile(dir.resolve("small"), new byte[30_000]);
            var large = new CountedFile(dir.resolve("large"), new byte[300_000]);
            for (int i = 0; i < 20; i++) {
                register(fixture, "/s" + i, small);
                register(fixture, "/l" + i, large);
            }

            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("http://deb.example.org/s" + i)
                                    .answer()
                                    .body())
                            .hasSize(30_000);
                    assertThat(client.get("http://deb.example.org/l" + i)
                                    .answer()
                                    .body())
                            .hasSize(300_000);
                }
            }

            Fixture.await(() -> fixture.server().memory().taken() <= 100_000);
            Fixture.await(() -> large.open() <= 2);
            assertThat(small.open()).isZero();
        }
    }

    private CountedFile hot(Fixture fixture, int size) throws Exception {
        var file = new CountedFile(dir.resolve("file"), letters(size));
        register(fixture, "/f", file);
        return file;
    }

    /** In no order that a wrong offset could meet by chance. */
    private static byte[] letters(int count) {
        var random = new Random(count);
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    private static void register(Fixture fixture, String path, CountedFile file) {
        var key = new CacheKey("deb.example.org" + path);
        var ageZero = fixture.now().minusSeconds(100);
        var until = fixture.now().plus(Duration.ofHours(1));
        fixture.port()
                .on(
                        path,
                        exchange -> ScriptedPort.hit(
                                key,
                                file.content(),
                                ageZero,
                                until,
                                fixture.epochs().of(key)));
    }
}
