package org.aptheke.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.aptheke.cache.StoredResponse;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.http.HttpDate;
import org.aptheke.store.Blob;
import org.aptheke.store.Catalog;
import org.aptheke.store.SuiteBook;

/**
 * Makes a candidate the current generation, for all its members at once. The order is what a crash relies on: contents
 * and catalogue are durable before the pointer changes, the pointer is durable before anybody sees it, and what memory
 * repeats is voided last.
 */
final class Adoption {
    private static final SuiteState.Retention RETENTION = new SuiteState.Retention(3, 200, Duration.ofMinutes(15));

    private final Catalog catalog;
    private final SuiteBook book;
    private final SuiteCounters counters;
    private final InstantSource clock;
    private final EventSink events;
    private final Consumer<Suite> adopted;

    /** @param adopted told after each change of a current generation: memory is to forget what it repeats */
    Adoption(
            Catalog catalog,
            SuiteBook book,
            SuiteCounters counters,
            InstantSource clock,
            EventSink events,
            Consumer<Suite> adopted) {
        this.catalog = catalog;
        this.book = book;
        this.counters = counters;
        this.clock = clock;
        this.events = events;
        this.adopted = adopted;
    }

    /** The generation that the document would be. A document that completes the current one keeps its number. */
    Generation candidate(Suite suite, Document document, Instant now) {
        var state = suite.state();
        var completed = state.current().filter(generation -> generation.has(document.blobs()));
        return new Generation(
                completed.map(Generation::number).orElseGet(state::nextNumber),
                files(completed, document),
                document.release(),
                completed.map(Generation::adoptedAt).orElse(now),
                Optional.empty(),
                document.judgement().words(),
                document.judgement().known(),
                datesTell(state, document));
    }

    private static Map<ReleaseName, Blob> files(Optional<Generation> completed, Document document) {
        var files = new HashMap<ReleaseName, Blob>();
        completed.ifPresent(generation -> files.putAll(generation.files()));
        files.putAll(document.blobs());
        return files;
    }

    /** Whether its Last-Modified is later than that of all older ones: else a client's date says nothing. */
    private boolean datesTell(SuiteState state, Document document) {
        try {
            for (var older : state.generations()) {
                for (var file : document.files().entrySet()) {
                    var before = older.files().get(file.getKey());
                    if (before != null && !isLater(file.getValue(), before)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException e) {
            return false; // what is not known is not relied on
        }
    }

    private boolean isLater(StoredResponse file, Blob before) throws IOException {
        if (file.digest().equals(before.digest())) {
            return true;
        }
        var stored = catalog.findByDigest(before.digest(), file.key().credential());
        return stored.isPresent() && modified(file).isAfter(modified(stored.get()));
    }

    /** As answers say it: to the second, and the time of storage where the origin gave none. */
    private static Instant modified(StoredResponse stored) {
        return stored.fields()
                .first("Last-Modified")
                .flatMap(HttpDate::parse)
                .orElse(stored.storedAt())
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    void adopt(Suite suite, Generation next, Document document) throws IOException {
        for (var stored : document.files().values()) {
            var key = Promises.releaseKey(suite.id(), new Blob(stored.digest(), stored.size()));
            catalog.put(stored.under(key));
        }
        var now = clock.instant();
        var state = suite.state();
        boolean completes = state.current()
                .filter(before -> before.number() == next.number())
                .isPresent();
        var after = completes
                ? state.completed(next).checked(now, new Standing.Current(now))
                : state.adopted(next, RETENTION, now);
        makeDurable(suite.id(), after);
        // What was asked or noted meanwhile stays.
        suite.update(before -> new SuiteState(
                before.base(), before.askedAt(), now, after.current(), after.retained(), after.standing()));
        adopted.accept(suite);
        if (!completes) {
            counters.adoptions().increment();
            events.accept(new Event.SuiteNews(
                    now,
                    suite.id().toString(),
                    "adopted generation " + next.number() + " of "
                            + next.release()
                                    .facts()
                                    .date()
                                    .map(Object::toString)
                                    .orElse("no date") + "; " + next.verdict()));
        }
    }

    /** A store that cannot be written costs memory of the suite after a restart, not the adoption. */
    private void makeDurable(SuiteId suite, SuiteState state) {
        try {
            catalog.flush();
            book.adopt(SuiteRows.suite(suite, state), SuiteRows.generations(suite, state));
        } catch (IOException e) {
            events.accept(new Event.StoreTrouble(
                    clock.instant(), suite + ": the new generation is not durable yet: " + e.getMessage(), false));
        }
    }

    void drop(Suite suite) {
        suite.update(before -> SuiteState.unknown(before.base(), before.askedAt()));
        adopted.accept(suite);
        try {
            book.remove(suite.id().directory());
        } catch (IOException e) {
            events.accept(new Event.StoreTrouble(
                    clock.instant(),
                    suite.id() + ": cannot be removed from the book of suites: " + e.getMessage(),
                    false));
        }
    }
}
