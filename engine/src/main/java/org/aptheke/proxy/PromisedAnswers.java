package org.aptheke.proxy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.CacheStatus;
import org.aptheke.cache.ForwardReason;
import org.aptheke.cache.StoredResponse;
import org.aptheke.events.Event;
import org.aptheke.fetch.DigestMismatchException;
import org.aptheke.fetch.FetchOutcome;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Request;
import org.aptheke.suite.Contents;
import org.aptheke.suite.Place;
import org.aptheke.suite.Suites;

/**
 * Answers with what is promised: by digest from the store, wherever it came from, else by a fetch that is checked.
 * It is never stale and never validated. Safe for use by many threads.
 */
final class PromisedAnswers {
    /** As good as for ever: an adoption voids what memory repeats. */
    private static final Duration STEADY = Duration.ofDays(1);

    private final Proxy.Parts parts;
    private final Contents contents;
    private final Suites suites;
    private final Hits hits;
    private final Arrivals arrivals;

    PromisedAnswers(Proxy.Parts parts, Hits hits, Arrivals arrivals) {
        this.parts = parts;
        this.contents = parts.contents();
        this.suites = parts.suites();
        this.hits = hits;
        this.arrivals = arrivals;
    }

    Answer answer(Exchange exchange, Place.Promised place) throws IOException, InterruptedException {
        boolean misled = parts.fetches().mayHaveMisled(place.key());
        var request = misled ? whole(exchange.request()) : exchange.request();
        var plan = plan(request, place).forClient(exchange.client());
        while (true) {
            parts.fetches().awaitFiled(plan);
            int epoch = parts.epochs().of(place.key());
            var stored = find(place);
            if (stored.isPresent()) {
                var answer = hit(request, place, stored.get(), epoch);
                if (answer.isPresent()) {
                    suites.delivered(place);
                    return answer.get();
                }
            }
            if (CacheControl.of(request.fields()).onlyIfCached()) {
                return ErrorAnswers.notStored();
            }
            if (request.isHead()) {
                return inspected(request, place);
            }
            var answer = fetched(request, place, plan);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** A client that holds the beginning of a wrong content, with the same date, gets all of the right one. */
    private static Request whole(Request request) {
        return request.withFields(request.fields().without("Range").without("If-Range"));
    }

    /** A catalogue that fails costs hits, never answers. */
    private Optional<StoredResponse> find(Place.Promised place) {
        try {
            return contents.find(place.key(), place.expectation());
        } catch (IOException e) {
            var what = "catalogue: " + ErrorAnswers.describe(e);
            parts.events().accept(new Event.StoreTrouble(parts.clock().instant(), what, false));
            return Optional.empty();
        }
    }

    /** From the store; empty when the blob is gone. */
    private Optional<Answer> hit(Request request, Place.Promised place, StoredResponse stored, int epoch)
            throws IOException {
        var now = parts.clock().instant();
        // Memory repeats answers without asking who the client is.
        boolean forAll = !parts.credentials().concern(request.target())
                && !parts.fetches().mayHaveMisled(place.key());
        var repeatable = place.steady() && forAll
                ? Optional.of(new Hits.Repetition(epoch, now.plus(STEADY)))
                : Optional.<Hits.Repetition>empty();
        var answer = hits.promised(request, stored, status(place), repeatable, now);
        if (answer.isEmpty()) {
            parts.catalog().remove(stored);
        } else {
            parts.uses().note(stored.key(), now);
        }
        return answer;
    }

    private static CacheStatus status(Place.Promised place) {
        return CacheStatus.hit().detail(place.origin());
    }

    /** A release file of the client's generation. */
    Answer answer(Exchange exchange, Place.Released place) throws IOException, InterruptedException {
        var request = place.datesTell() ? exchange.request() : withoutDate(exchange.request());
        var stored = find(place.file());
        if (stored.isPresent()) {
            var now = parts.clock().instant();
            var checked = checkedAt(stored.get(), place.checkedAt());
            var status = place.forwarded().map(CacheStatus::forwarded).orElseGet(CacheStatus::hit);
            status = status.detail(place.stale()
                    .map(why -> "stale: " + why)
                    .orElse(place.file().origin()));
            var answer = hits.promised(request, checked, status, Optional.empty(), now);
            if (answer.isPresent()) {
                parts.uses().note(stored.get().key(), now);
                return answer.get();
            }
        }
        // Its blob is gone from the store: perhaps the origin still has the very same.
        return answer(exchange, place.file());
    }

    /** What the origin last said of it counts for its age (RFC 9111, 4.2.3). */
    private static StoredResponse checkedAt(StoredResponse stored, Instant checkedAt) {
        if (!checkedAt.isAfter(stored.receivedAt())) {
            return stored;
        }
        return new StoredResponse(
                stored.key(),
                stored.selecting(),
                stored.status(),
                stored.fields().without("Date").without("Age"),
                stored.digest(),
                stored.size(),
                checkedAt,
                checkedAt,
                stored.storedAt(),
                stored.authorized());
    }

    private static Request withoutDate(Request request) {
        return request.withFields(request.fields().without("If-Modified-Since"));
    }

    // ---- fetched

    private FetchPlan plan(Request request, Place.Promised place) {
        var promise = new FetchPlan.Promise(place.expectation(), place.sources());
        return new FetchPlan(
                place.key(),
                request,
                OriginFields.of(request.fields()),
                new FetchPlan.Purpose.RetrievePromised(promise),
                !CacheControl.of(request.fields()).noStore(),
                () -> true);
    }

    /** Empty when it is to be looked for in the store again. */
    private Optional<Answer> fetched(Request request, Place.Promised place, FetchPlan plan)
            throws IOException, InterruptedException {
        var reason = ForwardReason.URI_MISS;
        return switch (parts.fetches().join(plan)) {
            case FetchOutcome.Overtaken(), FetchOutcome.NotModified _ -> Optional.empty();
            case FetchOutcome.Arriving(var head, var reader, boolean collapsed) -> {
                if (head.status() == 200) {
                    suites.delivered(place);
                }
                yield Optional.of(arrivals.answer(request, head, reader, collapsed, reason));
            }
            case FetchOutcome.Failed(var cause) -> {
                if (cause instanceof DigestMismatchException) {
                    suites.mismatched(place.key());
                }
                yield Optional.of(
                        ErrorAnswers.of(cause, CacheStatus.forwarded(reason).render()));
            }
        };
    }

    /** HEAD of what is not stored downloads nothing. */
    private Answer inspected(Request request, Place.Promised place) throws InterruptedException {
        var plan = new FetchPlan(
                CacheKey.of(request.target()),
                request,
                OriginFields.of(request.fields()),
                new FetchPlan.Purpose.Inspect(),
                true,
                () -> true);
        var reason = ForwardReason.URI_MISS;
        return switch (parts.fetches().join(plan)) {
            case FetchOutcome.Arriving(var head, var reader, boolean collapsed) ->
                arrivals.answer(request, head, reader, collapsed, reason);
            case FetchOutcome.Failed(var cause) ->
                ErrorAnswers.of(cause, CacheStatus.forwarded(reason).render());
            case FetchOutcome.Overtaken(), FetchOutcome.NotModified _ ->
                throw new IllegalStateException("a HEAD that validates nothing: " + place.key());
        };
    }
}
