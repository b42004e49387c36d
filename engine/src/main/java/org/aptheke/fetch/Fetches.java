package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.Selection;
import org.aptheke.cache.StoredResponse;
import org.aptheke.events.EventSink;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.Redirects;
import org.aptheke.store.BlobSink;
import org.aptheke.store.Catalog;

/**
 * All running fetches: one per thing to bring, however many clients wait for it. A fetch belongs to the store, not to
 * the client that caused it, and runs on a virtual thread of its own. Safe for use by many threads.
 */
public final class Fetches implements AutoCloseable {
    /** So often it is asked whether what is brought is still wanted. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final RunningFetches running = new RunningFetches();
    private final FetchLedger ledger = new FetchLedger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FetchTools tools;

    /** Redirects of origins are followed here; the client need not. */
    public Fetches(
            OriginClient origin,
            BlobSink sink,
            Catalog catalog,
            FetchLimits limits,
            InstantSource clock,
            EventSink events) {
        this.tools = new FetchTools(
                new Redirects(origin),
                sink,
                catalog,
                new Parts(catalog, sink),
                new FetchSlots(limits),
                new RecentMismatches(),
                new RecentSetbacks(limits.remembered()),
                new CopyBuffers(),
                limits,
                new FetchCounters(),
                clock,
                events);
    }

    /**
     * Begins the fetch, or joins the one that runs already, and waits for its outcome. Where the running fetch brings
     * what this request may not be answered with (RFC 9111: private, or another selection), a fetch of its own is made.
     * Where it has brought all and is only being filed, this request came after it: it waits for that, and is
     * {@code Overtaken} like one whose plan was made before something was filed.
     *
     * <p>What is promised is brought once for all keys; a request with another key than the fetch that it joined asks for
     * itself when that brings nothing.
     *
     * <p>The caller closes the reader of an {@code Arriving} outcome.
     */
    public FetchOutcome join(FetchPlan plan) throws InterruptedException {
        if (!plan.shared()) {
            return begin(plan).awaitOutcome();
        }
        var promised = plan.wantsWhole() ? running.findPromised(plan.key()) : Optional.<Fetch>empty();
        if (promised.isPresent() && !promised.get().isEnding()) {
            var outcome = follow(plan, promised.get());
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return join(plan, plan.identity());
    }

    private FetchOutcome join(FetchPlan plan, FetchPlan.Identity identity) throws InterruptedException {
        var fresh = new Fetch(plan, identity, tools, this::ended);
        var reader = fresh.join(plan).orElseThrow();
        var other = running.enter(fresh);
        if (other.isEmpty()) {
            return lead(fresh, reader);
        }
        boolean elsewhere = !other.get().key().equals(plan.key());
        if (elsewhere) {
            var outcome = follow(plan, other.get());
            return outcome.isPresent() ? outcome.get() : join(plan, plan.identityUnderKey());
        }
        var joined = other.get().join(plan);
        if (joined.isPresent()) {
            return answerOrOwn(plan, new Joined(joined.get().markCollapsed()).awaitOutcome());
        }
        if (other.get().isEnding()) {
            other.get().awaitEnd();
            return new FetchOutcome.Overtaken();
        }
        return begin(plan).awaitOutcome();
    }

    /** The outcome of a fetch that was begun for another plan; empty when it brings nothing for this one. */
    private static Optional<FetchOutcome> follow(FetchPlan plan, Fetch other) throws InterruptedException {
        var joined = other.join(plan);
        if (joined.isEmpty()) {
            boolean ending = other.isEnding();
            if (ending) {
                other.awaitEnd();
            }
            return ending && other.brought() instanceof Brought.Stored
                    ? Optional.of(new FetchOutcome.Overtaken())
                    : Optional.empty();
        }
        var outcome = new Joined(joined.get().markCollapsed()).awaitOutcome();
        if (outcome instanceof FetchOutcome.Arriving arriving) {
            if (arriving.head().status() == 200 && arriving.head().answers(plan.request())) {
                return Optional.of(arriving);
            }
            arriving.reader().close();
        }
        return Optional.empty();
    }

    private FetchOutcome lead(Fetch fresh, FetchReader reader) throws InterruptedException {
        if (fresh.isStillWanted()) {
            begin(fresh);
        } else {
            // Others may have joined in the meantime: they too decide again.
            fresh.overtaken();
        }
        return new Joined(reader).awaitOutcome();
    }

    private FetchOutcome answerOrOwn(FetchPlan plan, FetchOutcome outcome) throws InterruptedException {
        return switch (outcome) {
            case FetchOutcome.Arriving arriving when arriving.head().answers(plan.request()) -> arriving;
            case FetchOutcome.Arriving arriving -> {
                arriving.reader().close();
                yield begin(plan).awaitOutcome();
            }
            case FetchOutcome.NotModified notModified when isOf(plan, notModified.refreshed()) -> notModified;
            case FetchOutcome.NotModified _ -> begin(plan).awaitOutcome();
            case FetchOutcome.Overtaken overtaken -> overtaken;
            case FetchOutcome.Failed failed -> failed;
        };
    }

    private static boolean isOf(FetchPlan plan, StoredResponse refreshed) {
        return plan.validated()
                .map(stored -> stored.selecting().equals(refreshed.selecting()))
                .orElseGet(() -> Selection.matches(refreshed, plan.request()));
    }

    /** Whether a fetch of the whole is running that has, or is about to have, that position. */
    public boolean isArriving(FetchPlan whole, long position, long reach) {
        return running.find(whole)
                .or(() -> running.findPromised(whole.key()))
                .filter(fetch -> fetch.isAbout(position, reach))
                .isPresent();
    }

    /** Waits while what a fetch has brought for this key is being filed: a request that comes now comes after it. */
    public void awaitFiled(CacheKey key) throws InterruptedException {
        awaitFiled(running.findWhole(key));
    }

    /** The same for the fetch that a request with this plan would join. */
    public void awaitFiled(FetchPlan plan) throws InterruptedException {
        awaitFiled(running.find(plan));
    }

    private static void awaitFiled(Optional<Fetch> fetch) throws InterruptedException {
        if (fetch.isPresent() && fetch.get().isEnding()) {
            fetch.get().awaitEnd();
        }
    }

    /** Waits for the end of the fetch that a request with this plan would join, if there is one. */
    public void awaitEnd(FetchPlan plan) throws InterruptedException {
        var fetch = running.find(plan);
        if (fetch.isPresent()) {
            fetch.get().awaitEnd();
        }
    }

    /**
     * Whether clients may lately have got the beginning of a wrong content under this key: what they hold must not be
     * completed by a range of the right one.
     */
    public boolean mayHaveMisled(CacheKey key) {
        return tools.mismatches().mayHaveMisled(key);
    }

    /** Whether the whole is being fetched. */
    public boolean isArriving(CacheKey key) {
        return running.findWhole(key).isPresent();
    }

    /** Has a running fetch of the whole go on to its end, also when its readers leave. */
    public void finish(CacheKey key) {
        running.findWhole(key).ifPresent(Fetch::wantedAnyway);
    }

    /** Validates in the background; nobody waits for it. */
    public void validateBehind(FetchPlan plan) {
        var fetch = new Fetch(plan, plan.identity(), tools, this::ended);
        if (running.enter(fetch).isEmpty()) {
            fetch.wantedAnyway();
            begin(fetch);
        }
    }

    /**
     * Brings what is promised into the store, for nobody that waits for its bytes; returns when it is filed there under
     * the plan's key, or cannot be. Joins a fetch of the same that runs already, and needs none when it is stored under
     * that key. Gives way to clients: fetches for nobody take at most half of the places.
     */
    public Brought bring(FetchPlan promised) throws InterruptedException {
        return bring(promised, BringTerms.USUAL);
    }

    /** The same on terms; one that runs already is joined on its own. Returns soon when it is wanted no more. */
    public Brought bring(FetchPlan promised, BringTerms terms) throws InterruptedException {
        var promise = promised.promise()
                .orElseThrow(() -> new IllegalArgumentException(promised.key() + ": nothing is promised"));
        var fresh = inBackground(promised, promised.identity(), terms);
        var other = running.enter(fresh);
        if (other.isPresent()) {
            var brought = filedUnder(promised.key(), awaitBrought(other.get(), terms));
            if (brought instanceof Brought.Stored) {
                return brought;
            }
            // It may have been left by its readers, have failed them with bytes that were wrong, or asked elsewhere.
            boolean elsewhere = !other.get().key().equals(promised.key());
            fresh = elsewhere ? inBackground(promised, promised.identityUnderKey(), terms) : fresh;
            other = running.enter(fresh);
        }
        if (other.isPresent()) {
            return filedUnder(promised.key(), awaitBrought(other.get(), terms));
        }
        var stored = findStored(promised.key(), promise);
        if (stored.isPresent()) {
            fresh.overtaken();
            return new Brought.Stored(stored.get());
        }
        begin(fresh);
        return awaitBrought(fresh, terms);
    }

    private Fetch inBackground(FetchPlan plan, FetchPlan.Identity identity, BringTerms terms) {
        return new Fetch(plan, identity, tools, this::ended).inBackground(terms);
    }

    /** What a fetch for another key has brought is entered under this one too. */
    private Brought filedUnder(CacheKey key, Brought brought) {
        if (!(brought instanceof Brought.Stored(var response)) || response.key().equals(key)) {
            return brought;
        }
        if (!response.isFoundByContent()) {
            return new Brought.Failed(new IOException(response.key() + ": is for those alone who may ask for it"));
        }
        try {
            var here = response.under(key);
            tools.catalog().put(here);
            return new Brought.Stored(here);
        } catch (IOException e) {
            tools.storeTrouble(key.toString(), e);
            return new Brought.Failed(e);
        }
    }

    private static Brought awaitBrought(Fetch fetch, BringTerms terms) throws InterruptedException {
        fetch.wantedAnyway();
        while (!fetch.awaitEnd(LOOK_EVERY)) {
            if (!terms.isWanted()) {
                return new Brought.Failed(new IOException(fetch.key() + ": wanted no more"));
            }
        }
        return fetch.brought();
    }

    /**
     * Another fetch may have filed it since the caller looked; none that runs would be missed here. An entry whose blob is
     * gone is removed.
     */
    private Optional<StoredResponse> findStored(CacheKey key, FetchPlan.Promise promise) {
        try {
            var content = tools.catalog().findByChecksum(promise.content());
            for (var stored : tools.catalog().find(key)) {
                if (stored.isFoundByContent() && content.equals(Optional.of(stored.digest()))) {
                    if (tools.sink().holds(stored.digest(), stored.size())) {
                        return Optional.of(stored);
                    }
                    tools.catalog().remove(stored);
                }
            }
        } catch (IOException e) {
            tools.storeTrouble(key.toString(), e);
        }
        return Optional.empty();
    }

    private void begin(Fetch fetch) {
        ledger.began(fetch);
        threads.execute(fetch);
    }

    private void ended(Fetch fetch) {
        running.remove(fetch);
        ledger.ended(fetch, tools.now());
    }

    /** All that run or wait for their turn, in the order in which they were begun. */
    public List<FetchView> transfers() {
        return ledger.running();
    }

    /** Those that have ended lately, the latest first; a bounded number. */
    public List<FetchView> latest() {
        return ledger.latest();
    }

    private Joined begin(FetchPlan plan) {
        var fetch = new Fetch(plan, plan.identityUnderKey(), tools, this::ended);
        var reader = fetch.join(plan).orElseThrow();
        begin(fetch);
        return new Joined(reader);
    }

    /** How many fetches run or wait for their turn, those that are not shared left out. */
    public int runningCount() {
        return running.size();
    }

    /** How many readers wait for shared fetches or follow them. */
    public int readerCount() {
        return running.all().stream().mapToInt(Fetch::readerCount).sum();
    }

    public FetchCounters counters() {
        return tools.counters();
    }

    /** Fetches that have a place among the running, and those that wait for one. */
    public FetchSlots.Load load() {
        return tools.slots().load();
    }

    /** Stops all fetches and keeps what they have; waits for that at most as long as given. */
    public void stop(Duration limit) throws InterruptedException {
        for (var fetch : running.all()) {
            fetch.stop();
        }
        threads.shutdownNow();
        if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(running.size() + " fetches did not stop within " + limit);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A place at a fetch; leaves it when no outcome with content comes of it. */
    private record Joined(FetchReader reader) {
        FetchOutcome awaitOutcome() throws InterruptedException {
            Optional<FetchOutcome> arriving = Optional.empty();
            try {
                var outcome = reader.outcome();
                arriving = Optional.of(outcome).filter(FetchOutcome.Arriving.class::isInstance);
                return outcome;
            } finally {
                if (arriving.isEmpty()) {
                    reader.close();
                }
            }
        }
    }
}
