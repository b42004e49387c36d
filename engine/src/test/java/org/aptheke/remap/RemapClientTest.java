package org.aptheke.remap;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.origin.ForwardingResponse;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.PrematureEndException;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RemapClientTest {
    private static final String A = "http://a.example/debian/x";
    private static final String B = "https://b.example/x";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ListedOrigins origins = new ListedOrigins();
    private Remaps remaps = remaps(LONG);

    private static Remaps remaps(Duration patience) {
        return Remaps.of(
                List.of(new Remap(
                        "rep",
                        List.of(),
                        List.of(uri("http://a.example/debian/"), uri("https://b.example")),
                        Optional.empty(),
                        Optional.of("proxy"),
                        patience)),
                Remaps.none(),
                ManualClock.at("2026-01-01T00:00:00Z"));
    }

    private final RemapClient client = new RemapClient(origins, remaps);

    @Test
    void send_noRemap_passesOn() throws Exception {
        assertThat(get(client, "http://other.example/x").target()).hasToString("http://other.example/x");
    }

    @Test
    void send_firstMirrorWell_isAskedAloneThroughTheRemapsParent() throws Exception {
        var response = get(client, "http://rep/x?q");

        assertThat(response.target()).hasToString("http://a.example/debian/x?q");
        assertThat(origins.sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.parent()).hasValue("proxy"));
    }

    @Test
    void send_mirrorWithInterimResponses_theyComeThrough() throws Exception {
        var hints = new Interim(103, Fields.of("Link", "</a>; rel=preload"));
        origins.on(
                A,
                request ->
                        new ForwardingResponse(
                                new ListedOrigins.Listed(request.target(), 200, Fields.EMPTY, "content")) {
                            @Override
                            public List<Interim> interims() {
                                return List.of(hints);
                            }
                        });

        assertThat(get(client, "http://rep/x").interims()).containsExactly(hints);
    }

    @Test
    void send_asTheOperator_mirrorsAreAskedSo() throws Exception {
        client.send(new OriginRequest("GET", uri("http://rep/x").as("vendor"), Fields.EMPTY))
                .close();

        assertThat(origins.asked()).containsExactly("http://vendor@a.example/debian/x");
    }

    @Test
    void send_clientsOwnCredentials_goToTheHostsTheyMayBeWrittenForAlone() throws Exception {
        var named = new Remap(
                "rep",
                List.of(new Remap.From.Url(uri("https://b.example/debian"))),
                List.of(uri("http://a.example/debian/"), uri("https://b.example")),
                Optional.empty(),
                Optional.empty(),
                LONG);
        var written = Remaps.of(List.of(named), Remaps.none(), ManualClock.at("2026-01-01T00:00:00Z"));
        origins.answer(A, 401);

        new RemapClient(origins, written)
                .send(new OriginRequest("GET", uri("http://rep/x"), Fields.of("Authorization", "Basic b3duOm93bg==")))
                .close();

        assertThat(origins.asked()).containsExactly(A, B);
        assertThat(origins.sent.getFirst().fields().contains("Authorization")).isFalse();
        assertThat(origins.sent.getLast().fields().contains("Authorization")).isTrue();
    }

    @Test
    void send_clientsOwnCredentialsForTheNameItself_goToItsMirrors() throws Exception {
        send("Authorization", "Basic b3duOm93bg==");

        assertThat(origins.sent.getFirst().fields().contains("Authorization")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 404, 410, 403, 401, 300})
    void send_firstMirrorAnswersWithAnError_nextIsAsked(int status) throws Exception {
        origins.answer(A, status);

        assertThat(get(client, "http://rep/x").target()).hasToString(B);
        assertThat(origins.responses.getFirst().isClosed()).isTrue();
    }

    @Test
    void send_firstMirrorFails_nextIsAskedAndTheFirstRests() throws Exception {
        origins.on(A, failing());

        assertThat(get(client, "http://rep/x").target()).hasToString(B);
        assertThat(get(client, "http://rep/y").target()).hasToString("https://b.example/y");
        assertThat(origins.asked()).containsExactly(A, B, "https://b.example/y");
        assertThat(status().getFirst().lastFailure()).isEqualTo("no connection");
        assertThat(status().getLast().failures()).isZero();
    }

    @Test
    void send_fileMissingAtOneMirror_doesNotCountAgainstIt() throws Exception {
        origins.answer(A, 404);

        get(client, "http://rep/x");

        assertThat(get(client, "http://rep/y").target()).hasToString("http://a.example/debian/y");
    }

    @ParameterizedTest
    @CsvSource({"404,404,404", "404,410,404", "404,503,503", "503,404,503", "403,404,403", "404,403,403", "503,500,503"
    })
    void send_noMirrorHasIt_graverAnswerIsGiven(int first, int second, int given) throws Exception {
        origins.answer(A, first);
        origins.answer(B, second);

        var response = get(client, "http://rep/x");

        assertThat(response.status()).isEqualTo(given);
        assertThat(origins.responses.stream().filter(ListedOrigins.Listed::isClosed))
                .hasSize(1);
    }

    @Test
    void send_oneMissingOneUnreachable_isTheFailure() {
        origins.answer(A, 404);
        origins.on(B, failing());

        assertThatThrownBy(() -> get(client, "http://rep/x")).isInstanceOf(OriginUnreachableException.class);
        assertThat(origins.responses).allMatch(ListedOrigins.Listed::isClosed);
    }

    @Test
    void send_firstMirrorHadAWrongContent_isAskedLastForItAndBlamedWhenAnotherHasTheRightOne() throws Exception {
        get(client, "http://rep/x").wasWrong("not as promised");
        assertThat(status()).allMatch(mirror -> mirror.failures() == 0);

        var right = get(client, "http://rep/x");
        assertThat(right.target()).hasToString(B);
        right.wasRight();

        assertThat(status().getFirst().lastFailure()).isEqualTo("not as promised");
        assertThat(status().getFirst().restsUntil()).isPresent();
        assertThat(get(client, "http://rep/y").target()).hasToString("https://b.example/y");
    }

    @Test
    void send_mirrorThatWasWrongHasTheRightOneNow_isNotBlamedByItself() throws Exception {
        get(client, "http://rep/x").wasWrong("not as promised");
        origins.answer(B, 404);

        get(client, "http://rep/x").wasRight();

        assertThat(origins.asked()).containsExactly(A, B, A);
        assertThat(status()).allMatch(mirror -> mirror.failures() == 0);
    }

    @Test
    void send_everyMirrorHadAWrongContent_noneIsBlamed() throws Exception {
        for (int i = 0; i < 4; i++) {
            get(client, "http://rep/x").wasWrong("not as promised");
        }

        assertThat(origins.asked()).containsExactly(A, B, A, A);
        assertThat(status()).allMatch(mirror -> mirror.failures() == 0);
        assertThat(get(client, "http://rep/y").target()).hasToString("http://a.example/debian/y");
    }

    @Test
    void send_mirrorRedirectsToADeadPlace_nextIsAsked() throws Exception {
        origins.redirect(A, 302, "http://cdn.example/x");
        origins.on("http://cdn.example/x", failing());

        assertThat(get(client, "http://rep/x").target()).hasToString(B);
    }

    @Test
    void send_mirrorRedirects_isFollowed() throws Exception {
        origins.redirect(A, 302, "/elsewhere");

        assertThat(get(client, "http://rep/x").target()).hasToString("http://a.example/elsewhere");
    }

    @Test
    void send_firstMirrorHangs_nextAnswersAndTheFirstIsBlamedAndCalledOff() throws Exception {
        remaps = remaps(Duration.ofMillis(50));
        var calledOff = new CountDownLatch(1);
        origins.on(A, hanging(calledOff));

        var response = get(new RemapClient(origins, remaps), "http://rep/x");

        assertThat(response.target()).hasToString(B);
        assertThat(calledOff.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(status().getFirst().lastFailure()).startsWith("no answer for ");
    }

    @Test
    void send_slowMirrorAnswersAfterAll_itsAnswerIsUsedWhenTheOthersFail() throws Exception {
        var otherFailed = new CountDownLatch(1);
        origins.on(A, request -> {
            assertThat(otherFailed.await(20, TimeUnit.SECONDS)).isTrue();
            return new ListedOrigins.Listed(request.target(), 200, Fields.EMPTY, "late");
        });
        origins.on(B, request -> {
            otherFailed.countDown();
            throw new OriginUnreachableException("no connection");
        });

        assertThat(get(new RemapClient(origins, remaps(Duration.ofMillis(50))), "http://rep/x")
                        .target())
                .hasToString(A);
    }

    @Test
    void send_interrupted_callsOffAll() throws Exception {
        var calledOff = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        origins.on(A, request -> {
            begun.countDown();
            return hanging(calledOff).answer(request);
        });
        var outcome = new CompletableFuture<Throwable>();
        var thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(new AssertionError(get(client, "http://rep/x")));
            } catch (IOException | InterruptedException e) {
                outcome.complete(e);
            }
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();

        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(calledOff.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void send_restWithDate_onlyTheMirrorOfTheFirstPartIsAskedForARange() throws Exception {
        origins.answer(A, 503);
        get(client, "http://rep/x");
        origins.forget();
        origins.answer(B, 503);
        origins.answer(A, 200);

        send("Range", "bytes=5-", "If-Range", "Thu, 01 Jan 2026 00:00:00 GMT");

        assertThat(origins.asked()).containsExactly(B, A);
        assertThat(origins.sent.getFirst().fields().contains("Range")).isTrue();
        assertThat(origins.sent.getLast().fields()).isEmpty();
    }

    @Test
    void read_mirrorBreaksOff_restIsAskedOfTheNext() throws Exception {
        origins.on(A, request -> new ListedOrigins.Listed(request.target(), 200, Fields.EMPTY, "abc").breakingOff());
        var buffer = ByteBuffer.allocate(10);
        try (var response = get(client, "http://rep/x")) {
            assertThat(response.read(buffer)).isEqualTo(3);
            assertThatThrownBy(() -> response.read(buffer)).isInstanceOf(PrematureEndException.class);
        }

        send("Range", "bytes=3-", "If-Range", "\"v1\"");

        assertThat(origins.asked()).containsExactly(A, B);
        assertThat(status().getFirst().lastFailure()).isEqualTo("cut");
    }

    @Test
    void send_restWithEntityTag_mayComeFromAnyMirror() throws Exception {
        get(client, "http://rep/x");
        origins.forget();
        origins.answer(A, 503);

        send("Range", "bytes=5-", "If-Range", "\"v1\"");

        assertThat(origins.asked()).containsExactly(A, B);
        assertThat(origins.sent.getLast().fields().first("If-Range")).hasValue("\"v1\"");
    }

    @Test
    void send_againAroundCaches_mirrorThatAnsweredIsAskedLast() throws Exception {
        get(client, "http://rep/x");
        origins.forget();

        send("Cache-Control", "no-cache");
        send("Cache-Control", "no-cache");

        assertThat(origins.asked()).containsExactly(B, A);
    }

    private void send(String... fields) throws IOException, InterruptedException {
        client.send(new OriginRequest("GET", uri("http://rep/x"), Fields.of(fields)))
                .close();
    }

    private List<MirrorStatus> status() {
        return remaps.status().getOrDefault("rep", List.of());
    }

    private static ListedOrigins.Script failing() {
        return request -> {
            throw new OriginUnreachableException("no connection");
        };
    }

    private static ListedOrigins.Script hanging(CountDownLatch calledOff) {
        return request -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nothing opens this");
            } catch (InterruptedException e) {
                calledOff.countDown();
                throw e;
            }
        };
    }

    private static OriginResponse get(RemapClient client, String uri) throws IOException, InterruptedException {
        return client.send(new OriginRequest("GET", uri(uri), Fields.EMPTY));
    }
}
