package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.concurrent.AbstractEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Contents of each kind arrive whole, or break off visibly, and are given back. */
final class ContentTest {
    private static final String BASE = "http://deb.example.org";

    @TempDir
    private Path dir = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 524288, 524289, 5_000_000})
    void file_ofAnySize_arrivesWholeAndIsClosed(int size) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(size);
            fixture.port().on("/f", exchange -> ScriptedPort.answer(200, Fields.EMPTY, file.content()));

            client.get(BASE + "/f").get(BASE + "/f");

            for (int i = 0; i < 2; i++) {
                var answer = client.answer();
                assertThat(answer.field("content-length")).isEqualTo("" + size);
                assertThat(answer.body()).isEqualTo(text(size));
            }
            Fixture.await(() -> file.open() == 0);
            assertThat(fixture.events(2))
                    .allSatisfy(event -> assertThat(event.bytes()).isEqualTo(size));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void file_piece_arrivesExactly(boolean nativeTransport) throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT, (host, port) -> List.of(), nativeTransport);
                var client = fixture.client()) {
            var file = file(3_000_000);
            fixture.port().on("/small", exchange -> ScriptedPort.answer(206, Fields.EMPTY, file.content(1000, 500)));
            fixture.port()
                    .on(
                            "/large",
                            exchange -> ScriptedPort.answer(206, Fields.EMPTY, file.content(1_000_001, 1_700_000)));

            client.get(BASE + "/small").get(BASE + "/large");

            assertThat(client.answer().body()).isEqualTo(text(3_000_000).substring(1000, 1500));
            assertThat(client.answer().body()).isEqualTo(text(3_000_000).substring(1_000_001, 2_700_001));
            Fixture.await(() -> file.open() == 0);
        }
    }

    @Test
    void head_anyContent_saysTheLengthAndSendsNone() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(100_000);
            var arrival = new ScriptedArrival(OptionalLong.of(7));
            fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, file.content()));
            fixture.port().on("/text", exchange -> ScriptedPort.text("hello"));
            fixture.port()
                    .on("/live", exchange -> ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival)));
            fixture.port()
                    .on(
                            "/none",
                            exchange -> ScriptedPort.answer(200, Fields.EMPTY, new Content.None(OptionalLong.of(42))));

            for (String path : new String[] {"/file", "/text", "/live", "/none"}) {
                client.send("HEAD " + BASE + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }

            assertThat(client.answer(true).field("content-length")).isEqualTo("100000");
            assertThat(client.answer(true).field("content-length")).isEqualTo("5");
            assertThat(client.answer(true).field("content-length")).isEqualTo("7");
            assertThat(client.answer(true).field("content-length")).isEqualTo("42");
            assertThat(client.get("/").answer().status()).isEqualTo(406);
            Fixture.await(() -> file.open() == 0);
            assertThat(arrival.closed().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void notModified_hasNoContentAndNoInventedLength() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port()
                    .on("/a", exchange -> ScriptedPort.answer(304, Fields.of("ETag", "\"x\""), Content.None.NONE));
            fixture.port().on("/none", exchange -> ScriptedPort.answer(200, Fields.EMPTY, Content.None.NONE));

            client.get(BASE + "/a").get(BASE + "/none");

            assertThat(client.answer().fields()).containsOnlyKeys("etag", "date");
            assertThat(client.answer().field("content-length")).isEqualTo("0");
        }
    }

    @Test
    void growing_knownLength_isSentAsItArrives() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(2_000_000);
            var open = file.content();
            var arrival = new ScriptedArrival(OptionalLong.of(2_000_005));
            fixture.port().on("/a", exchange -> ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival)));

            client.get(BASE + "/a");
            arrival.bytes("hello");
            assertThat(client.exactly("HTTP/1.1 200 OK\r\n".length())).isEqualTo("HTTP/1.1 200 OK\r\n");
            arrival.piece(new Content.Piece.InFile(open.file().channel(), 0, 1_000_000));
            arrival.piece(new Content.Piece.InFile(open.file().channel(), 1_000_000, 1_000_000));
            arrival.end();

            String head =
                    client.exactly("Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Length: 2000005\r\n\r\n".length());
            assertThat(head).endsWith("Content-Length: 2000005\r\n\r\n");
            assertThat(client.exactly(2_000_005)).isEqualTo("hello" + text(2_000_000));
            assertThat(arrival.closed().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(fixture.events(1).getFirst().bytes()).isEqualTo(2_000_005);
            open.close();
        }
    }

    @Test
    void growing_unknownLength_isChunkedAndTheConnectionGoesOn() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(700_000);
            var open = file.content();
            var arrival = new ScriptedArrival(OptionalLong.empty())
                    .bytes("hello")
                    .bytes("")
                    .piece(new Content.Piece.InFile(open.file().channel(), 0, 700_000))
                    .end();
            fixture.port().on("/a", exchange -> ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival)));

            client.get(BASE + "/a").get("/");

            var answer = client.answer();
            assertThat(answer.fields()).containsOnlyKeys("date", "transfer-encoding");
            assertThat(answer.body()).isEqualTo("hello" + text(700_000));
            assertThat(client.answer().status()).isEqualTo(406);
            open.close();
        }
    }

    @Test
    void growing_unknownLengthHttp10_endsWithTheConnection() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var arrival =
                    new ScriptedArrival(OptionalLong.empty()).bytes("hello").end();
            fixture.port().on("/a", exchange -> ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival)));

            client.send("GET /deb.example.org/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

            var answer = client.answer();
            assertThat(answer.fields()).containsOnlyKeys("date", "connection");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    /** RFC 9110, 15.2: in order, and never to a client of HTTP/1.0. */
    @Test
    void interims_goAheadOfTheAnswerTheyBelongTo() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client();
                var old = fixture.client()) {
            var hints = List.of(
                    new Interim(102, Fields.EMPTY), new Interim(103, Fields.of("Link", "<a>", "Connection", "x")));
            fixture.port().on("/a", exchange -> ScriptedPort.text("first"));
            fixture.port().on("/b", exchange -> ScriptedPort.text("second").behind(hints));
            fixture.port()
                    .on(
                            "/c",
                            exchange -> growing(new ScriptedArrival(OptionalLong.of(5))
                                            .bytes("third")
                                            .end())
                                    .behind(hints));

            client.get(BASE + "/a").get(BASE + "/b").get(BASE + "/c");
            old.send("GET /deb.example.org/b HTTP/1.0\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("first");
            for (String body : List.of("second", "third")) {
                assertThat(client.exactly("HTTP/1.1 102 Processing\r\n\r\n".length()))
                        .isEqualTo("HTTP/1.1 102 Processing\r\n\r\n");
                assertThat(client.exactly("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n".length()))
                        .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo(body);
            }
            assertThat(old.answer().body()).isEqualTo("second");
        }
    }

    /** Where only a reset could tell the end, and nobody is there any more to be told. */
    @Test
    void growing_http10ClientLeaves_isNoFault() throws Exception {
        var faults = new ListAppender<ILoggingEvent>();
        var executor = (Logger) LoggerFactory.getLogger(AbstractEventExecutor.class);
        faults.start();
        executor.addAppender(faults);
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var arrival = new ScriptedArrival(OptionalLong.empty()).bytes("hello");
            fixture.port().on("/a", exchange -> growing(arrival));
            client.send("GET /deb.example.org/a HTTP/1.0\r\n\r\n");
            assertThat(client.exactly("HTTP/1.1 200".length())).isEqualTo("HTTP/1.1 200");
            client.socket().setSoLinger(true, 0);
            client.socket().close();
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 0);

            arrival.bytes("more").end();

            assertThat(fixture.events(1).getFirst().cause()).contains("after 5 bytes");
        } finally {
            executor.detachAppender(faults);
        }
        assertThat(faults.list).isEmpty();
    }

    @Test
    void growing_breaksOff_isNeverCompleted() throws Exception {
        try (var fixture = new Fixture();
                var known = fixture.client();
                var chunked = fixture.client();
                var old = fixture.client()) {
            fixture.port()
                    .on(
                            "/known",
                            exchange -> growing(new ScriptedArrival(OptionalLong.of(10))
                                    .bytes("hello")
                                    .breaks()));
            fixture.port()
                    .on(
                            "/chunked",
                            exchange -> growing(new ScriptedArrival(OptionalLong.empty())
                                    .bytes("hello")
                                    .breaks()));

            assertThat(known.get(BASE + "/known").rest()).endsWith("Content-Length: 10\r\n\r\nhello");
            assertThat(chunked.get(BASE + "/chunked").rest()).endsWith("\r\n\r\n5\r\nhello\r\n");
            // Without a length and without chunks only a reset tells it.
            assertThatThrownBy(() -> old.send("GET " + BASE + "/chunked HTTP/1.0\r\n\r\n")
                            .rest())
                    .isInstanceOf(IOException.class);
            assertThat(fixture.events(3))
                    .allSatisfy(event -> assertThat(event.cause()).contains("the origin broke off"));
        }
    }

    @Test
    void growing_breaksOffBeforeTheFirstByte_is502WithBody() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> growing(new ScriptedArrival(OptionalLong.of(10)).breaks()));

            var answer = client.get(BASE + "/a").answer();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("the origin broke off");
            assertThat(client.get("/").answer().status()).isEqualTo(406);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12})
    void growing_notAsLongAsSaid_isCut(int arrives) throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port()
                    .on(
                            "/a",
                            exchange -> growing(new ScriptedArrival(OptionalLong.of(10))
                                    .bytes("a".repeat(arrives))
                                    .end()));

            assertThat(client.get(BASE + "/a").rest()).doesNotEndWith("a".repeat(10));
        }
    }

    @Test
    void growing_clientResets_arrivalIsClosedAtOnce() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var arrival = new ScriptedArrival(OptionalLong.of(10)).bytes("hello");
            var behind = new ScriptedArrival(OptionalLong.of(10)).bytes("hello");
            fixture.port().on("/a", exchange -> growing(arrival));
            fixture.port().on("/b", exchange -> growing(behind));

            client.get(BASE + "/a").get(BASE + "/b");
            client.exactly(20);
            Fixture.await(() -> behind.taken() == 1);
            client.socket().setSoLinger(true, 0);
            client.socket().close();

            assertThat(arrival.closed().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(behind.closed().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void growing_clientDoesNotRead_piecesWait() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var arrival = new ScriptedArrival(OptionalLong.of(1_000_000L * 200));
            for (int i = 0; i < 200; i++) {
                arrival.bytes("x".repeat(1_000_000));
            }
            arrival.end();
            fixture.port().on("/a", exchange -> growing(arrival));

            client.get(BASE + "/a");
            client.exactly(20);
            Fixture.await(() -> settled(fixture, arrival));

            assertThat(arrival.taken()).isLessThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void contents_clientShutItsOutputAndReadsLate_arriveWhole(boolean nativeTransport) throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT, (host, port) -> List.of(), nativeTransport);
                var client = fixture.client()) {
            var file = file(20_000_000);
            var arrival = new ScriptedArrival(OptionalLong.of(20_000_000));
            for (int i = 0; i < 20; i++) {
                arrival.bytes("x".repeat(1_000_000));
            }
            arrival.end();
            fixture.port().on("/f", exchange -> ScriptedPort.answer(200, Fields.EMPTY, file.content()));
            fixture.port().on("/g", exchange -> growing(arrival));

            client.get(BASE + "/f").get(BASE + "/g").socket().shutdownOutput();
            Fixture.await(() -> file.opened() == 1 && arrival.taken() == 1);
            haveEachLoopLook(fixture);

            assertThat(client.answer().body()).isEqualTo(text(20_000_000));
            assertThat(client.answer().body()).hasSize(20_000_000);
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void file_clientResets_isClosed() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(50_000_000);
            fixture.port().on("/f", exchange -> ScriptedPort.answer(200, Fields.EMPTY, file.content()));

            client.get(BASE + "/f").get(BASE + "/f");
            client.exactly(1000);
            Fixture.await(() -> file.opened() == 2);
            client.socket().setSoLinger(true, 0);
            client.socket().close();

            Fixture.await(() -> file.open() == 0);
            assertThat(fixture.events(2)).hasSize(2);
        }
    }

    @Test
    void file_shorterThanSaid_breaksOffVisibly() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var file = file(1_000_000);
            fixture.port().on("/f", exchange -> {
                var content = file.content();
                truncate(dir.resolve("file"), 700_000);
                return ScriptedPort.answer(200, Fields.EMPTY, content);
            });

            String received = client.get(BASE + "/f").rest();

            assertThat(received).contains("Content-Length: 1000000");
            assertThat(received.length()).isLessThan(1_000_000);
            Fixture.await(() -> file.open() == 0);
        }
    }

    /** Whether nothing more is taken, however often the event loops have looked what the client's kernel takes. */
    private static boolean settled(Fixture fixture, ScriptedArrival arrival) {
        int before = arrival.taken();
        for (int i = 0; i < 20 && before > 0; i++) {
            haveEachLoopLook(fixture);
        }
        return before > 0 && arrival.taken() == before;
    }

    /** Returns when each event loop has seen all that clients did before: it has answered one that came later. */
    private static void haveEachLoopLook(Fixture fixture) {
        fixture.port().on("/later", exchange -> ScriptedPort.answer(200, Fields.EMPTY, Content.None.NONE));
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            try (var later = fixture.client()) {
                assertThat(later.get(BASE + "/later").answer().status()).isEqualTo(200);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static org.aptheke.proxy.Answer growing(ScriptedArrival arrival) {
        return ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival));
    }

    private static void truncate(Path path, long size) {
        try (var channel = java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private CountedFile file(int size) throws IOException {
        return new CountedFile(dir.resolve("file"), text(size).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
