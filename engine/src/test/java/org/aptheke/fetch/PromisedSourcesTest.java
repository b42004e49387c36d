package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A promised content is asked of one source after the other. */
@Timeout(60)
class PromisedSourcesTest extends PromisedFixture {
    @Test
    void join_byHashWrong_plainRight() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG));
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(SMALL);
    }

    @Test
    void join_plainWrong_byHashRight() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG));
        origin.then(_ -> whole(SMALL));

        var outcome = fetches.join(promised(expectation(SMALL), Fields.EMPTY, PLAIN, BY_HASH));

        assertThat(read(outcome)).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("plain", "by-hash");
        assertStored(SMALL);
    }

    @Test
    void join_allWrongAtFirst_goesAroundCaches() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG)).then(_ -> whole(SMALL_WRONG)).then(_ -> absent());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("by-hash", "plain", "by-hash!", "plain!");
        assertStored(SMALL);
    }

    @Test
    void join_alwaysWrong_fails() throws Exception {
        origin.otherwise(_ -> whole(SMALL_WRONG));

        var failure = mismatch(fetches.join(promised(SMALL)));

        assertThat(failure.expected()).isEqualTo(SMALL.length + " bytes, SHA256:" + Samples.sha256(SMALL));
        assertThat(failure.received()).isEqualTo(SMALL.length + " bytes, SHA256:" + Samples.sha256(SMALL_WRONG));
        assertThat(asked()).containsExactly("by-hash", "plain", "by-hash!", "plain!");
        assertNothingKept();

        clock.advance(LIMITS.remembered());
        mismatch(fetches.join(promised(SMALL)));
        assertThat(asked()).hasSize(6).endsWith("by-hash!", "plain!");
    }

    @Test
    void join_firstSourceRefuses_secondIsAsked() throws Exception {
        for (int status : new int[] {403, 404, 410, 429, 500, 503}) {
            origin.then(_ -> Reply.of(status).bytes(Samples.utf8("no\n")));
            origin.then(_ -> whole(SMALL));

            assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
            assertStored(SMALL);
            catalog.remove(catalog.find(KEY).getFirst());
        }
    }

    @Test
    void join_firstSourceIsAway_secondIsAsked() throws Exception {
        origin.then(_ -> {
            throw new OriginUnreachableException("nobody there");
        });
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.cause()).contains("nobody there"));
        assertStored(SMALL);
    }

    @Test
    void join_absentEverywhere_passesTheFirstOn() throws Exception {
        origin.then(_ -> Reply.of(404, "X-From", "first").bytes(Samples.utf8("no such file\n")));
        origin.then(_ -> Reply.of(410).bytes(Samples.utf8("gone\n")));

        var arriving = arriving(fetches.join(promised(SMALL)));

        assertThat(arriving.head().status()).isEqualTo(404);
        assertThat(arriving.head().fields().first("X-From")).contains("first");
        assertThat(readAll(arriving.reader())).isEqualTo(Samples.utf8("no such file\n"));
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertNothingKept();
    }

    @Test
    void join_manyWaitForWhatIsAbsent_allGetThe404() throws Exception {
        var gate = new Gate();
        origin.then(_ -> {
            gate.pass();
            return absent();
        });
        origin.then(_ -> absent());
        var readers = new ArrayList<Future<FetchOutcome>>();
        for (int i = 0; i < 10; i++) {
            readers.add(clients.submit(() -> fetches.join(promised(SMALL))));
        }
        awaitReaders(10);
        gate.open();

        for (var reader : readers) {
            var arriving = arriving(reader.get(30, TimeUnit.SECONDS));
            assertThat(arriving.head().status()).isEqualTo(404);
            assertThat(readAll(arriving.reader())).isEqualTo(Samples.utf8("no such file\n"));
        }
        assertThat(origin.requests).hasSize(2);
    }

    @Test
    void join_absentHereAndFailingThere_isNotAbsent() throws Exception {
        origin.then(_ -> absent());
        origin.then(_ -> Reply.of(503).bytes(Samples.utf8("later\n")));
        var arriving = arriving(fetches.join(promised(SMALL)));
        assertThat(arriving.head().status()).isEqualTo(503);
        arriving.reader().close();
        awaitIdle();

        origin.then(_ -> absent());
        origin.then(_ -> {
            throw new OriginUnreachableException("nobody there");
        });
        assertThat(fetches.join(promised(SMALL)))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessage("nobody there"));
    }

    @Test
    void join_absentHereAndWrongThere_isWrong() throws Exception {
        origin.then(_ -> absent()).then(_ -> whole(SMALL_WRONG)).otherwise(_ -> absent());

        mismatch(fetches.join(promised(SMALL)));
        assertNothingKept();
    }

    @Test
    void join_answersOfNoUse_areNoContent() throws Exception {
        origin.then(_ -> Reply.of(204)).then(_ -> Reply.of(302));

        assertThat(fetches.join(promised(SMALL)))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessageContaining("answered 204"));
        assertNothingKept();
    }

    @Test
    void join_refusalWithoutEnd_isPassedOnWithoutItsContent() throws Exception {
        origin.otherwise(_ -> Reply.of(404, "Content-Type", "text/html").bytes(LARGE));

        var arriving = arriving(fetches.join(promised(SMALL)));

        assertThat(arriving.head().status()).isEqualTo(404);
        assertThat(arriving.head().length()).hasValue(0);
        assertThat(readAll(arriving.reader())).isEmpty();
    }

    @Test
    void join_sourceOnAnotherHost_doesNotGetTheCredentials() throws Exception {
        var mirror = new TargetUri(Scheme.HTTP, "mirror.example", 80, "/debian/Packages.xz", "");
        origin.then(_ -> absent());
        origin.then(_ -> whole(SMALL));

        var fields = Fields.of("Authorization", "Basic c2VjcmV0");
        assertThat(read(fetches.join(promised(expectation(SMALL), fields, BY_HASH, mirror))))
                .isEqualTo(SMALL);

        assertThat(origin.requests)
                .extracting(request -> request.fields().contains("Authorization"))
                .containsExactly(true, false);
        assertThat(origin.requests.getLast().target()).isEqualTo(mirror);
    }
}
