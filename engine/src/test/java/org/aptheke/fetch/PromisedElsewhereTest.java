package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One promised content is asked for under several keys at the same moment. */
@Timeout(60)
class PromisedElsewhereTest extends PromisedFixture {
    private static final TargetUri ELSEWHERE = new TargetUri(Scheme.HTTP, "mirror.example", 80, "/debian/f", "");
    private static final CacheKey OTHER_KEY = CacheKey.of(ELSEWHERE);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Gate gate = new Gate();

    private static FetchPlan elsewhere(byte[] content, Fields fields) {
        var promise = new FetchPlan.Promise(expectation(content), List.of(ELSEWHERE));
        return new FetchPlan(
                OTHER_KEY,
                new Request("GET", ELSEWHERE, fields),
                fields,
                new FetchPlan.Purpose.RetrievePromised(promise),
                true,
                () -> true);
    }

    private static FetchPlan unpromised() {
        return new FetchPlan(
                KEY,
                new Request("GET", BY_HASH, Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.Retrieve(),
                true,
                () -> true);
    }

    private Reply heldUp(byte[] content) {
        int half = content.length / 2;
        return Reply.of(200, VALIDATED).bytes(content, 0, half).step(gate::pass).bytes(content, half, content.length);
    }

    @Test
    void join_sameContentAtAnotherHost_isOneDownload() throws Exception {
        origin.then(_ -> heldUp(LARGE));
        var first = arriving(fetches.join(promised(LARGE))).reader();

        var second = arriving(fetches.join(elsewhere(LARGE, Fields.EMPTY)));
        gate.open();

        assertThat(readAll(second.reader())).isEqualTo(LARGE);
        assertThat(second.collapsed()).isTrue();
        assertThat(readAll(first)).isEqualTo(LARGE);
        assertThat(origin.requests).hasSize(1);
    }

    @Test
    void join_whatItJoinedBringsNothing_asksItsOwnSource() throws Exception {
        origin.then(_ -> {
            gate.pass();
            return absent();
        });
        origin.then(_ -> absent()).then(_ -> whole(SMALL));
        var first = clients.submit(() -> fetches.join(promised(SMALL)));
        gate.awaitArrival(LIMIT);
        var second = clients.submit(() -> read(fetches.join(elsewhere(SMALL, Fields.EMPTY))));
        awaitReaders(2);
        gate.open();

        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(SMALL);
        var refused = arriving(first.get(30, TimeUnit.SECONDS));
        assertThat(refused.head().status()).isEqualTo(404);
        refused.reader().close();
        assertThat(origin.requests.getLast().target()).isEqualTo(ELSEWHERE);
    }

    @Test
    void join_withCredentials_isADownloadOfItsOwn() throws Exception {
        origin.then(_ -> heldUp(LARGE));
        origin.then(_ -> whole(LARGE));
        var first = arriving(fetches.join(promised(LARGE))).reader();

        assertThat(read(fetches.join(elsewhere(LARGE, Fields.of("Authorization", "Basic YTpi")))))
                .isEqualTo(LARGE);
        gate.open();

        assertThat(readAll(first)).isEqualTo(LARGE);
        assertThat(origin.requests).hasSize(2);
    }

    @Test
    void bring_sameContentForAnotherKey_isFiledUnderBoth() throws Exception {
        origin.then(_ -> heldUp(LARGE));
        var first = clients.submit(() -> fetches.bring(promised(LARGE)));
        gate.awaitArrival(LIMIT);
        var second = clients.submit(() -> fetches.bring(elsewhere(LARGE, Fields.EMPTY)));
        gate.open();

        assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        assertThat(second.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        assertThat(catalog.find(OTHER_KEY))
                .singleElement()
                .extracting(StoredResponse::digest)
                .isEqualTo(digest(LARGE));
        assertStored(LARGE);
    }

    @Test
    void bring_filedButItsBlobIsGone_isFetchedAgain() throws Exception {
        origin.otherwise(_ -> whole(SMALL));
        fetches.bring(promised(SMALL));
        try (var blobs = Files.walk(data.resolve("blobs"))) {
            for (var blob : blobs.filter(Files::isRegularFile).toList()) {
                Files.delete(blob);
            }
        }

        assertThat(fetches.bring(promised(SMALL))).isInstanceOf(Brought.Stored.class);

        assertThat(origin.requests).hasSize(2);
        assertThat(store.holds(digest(SMALL), SMALL.length)).isTrue();
    }

    // ---- seen by those to whom nothing is promised

    @Test
    void isArriving_promisedUnderThatKey_isSeen() throws Exception {
        origin.then(_ -> heldUp(LARGE));
        var reader = arriving(fetches.join(promised(LARGE))).reader();

        assertThat(fetches.isArriving(KEY)).isTrue();
        assertThat(fetches.isArriving(unpromised(), 10, 0)).isTrue();
        gate.open();

        assertThat(readAll(reader)).isEqualTo(LARGE);
    }

    @Test
    void join_unpromisedWhilePromisedArrives_joins() throws Exception {
        origin.then(_ -> heldUp(LARGE));
        var first = arriving(fetches.join(promised(LARGE))).reader();

        var second = arriving(fetches.join(unpromised())).reader();
        gate.open();

        assertThat(readAll(second)).isEqualTo(LARGE);
        assertThat(readAll(first)).isEqualTo(LARGE);
        assertThat(origin.requests).hasSize(1);
    }
}
