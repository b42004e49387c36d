package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
import org.jspecify.annotations.Nullable;

/**
 * All running fetches: one per thing to bring, however many clients wait for it. A fetch belongs to the store, not to
 * the client that caused it, and runs on a virtual thread of its own. Safe for use by many threads.
 */
public final class Fetches implements AutoCloseable {
    private final ConcurrentMap<FetchPlan.Identity, Fetch> running = new ConcurrentHashMap<>();
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
                limits,
                clock,
                events);
    }

    /**
     * Begins the fetch, or joins the one that runs already, and waits for its outcome. Where the running fetch brings
     * what this request may not be answered with (RFC 9111: private, or another selection), a fetch of its own is made.
     * Where it has brought all and is only being filed, this request came after it: it waits for that, and is
     * {@code Overtaken} like one whose plan was made before something was filed.
     *
     * <p>The caller closes the reader of an {@code Arriving} outcome.
     */
    public FetchOutcome join(FetchPlan plan) throws InterruptedException {
        if (!plan.shared()) {
            return begin(plan).awaitOutcome();
        }
        var fresh = new Fetch(plan, tools, this::ended);
        var reader = fresh.join().orElseThrow();
        var other = running.putIfAbsent(plan.identity(), fresh);
        if (other == null) {
            return lead(fresh, reader);
        }
        var joined = other.join();
        if (joined.isPresent()) {
            return answerOrOwn(plan, new Joined(joined.get().markCollapsed()).awaitOutcome());
        }
        if (other.isEnding()) {
            other.awaitEnd();
            return new FetchOutcome.Overtaken();
        }
        return begin(plan).awaitOutcome();
    }

    private FetchOutcome lead(Fetch fresh, FetchReader reader) throws InterruptedException {
        if (fresh.isStillWanted()) {
            threads.execute(fresh);
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
        var fetch = running.get(whole.identity());
        return fetch != null && fetch.isAbout(position, reach);
    }

    /** Waits while what a fetch has brought for this key is being filed: a request that comes now comes after it. */
    public void awaitFiled(CacheKey key) throws InterruptedException {
        awaitFiled(running.get(FetchPlan.Identity.ofWhole(key)));
    }

    /** The same for the fetch that a request with this plan would join. */
    public void awaitFiled(FetchPlan plan) throws InterruptedException {
        awaitFiled(running.get(plan.identity()));
    }

    private static void awaitFiled(@Nullable Fetch fetch) throws InterruptedException {
        if (fetch != null && fetch.isEnding()) {
            fetch.awaitEnd();
        }
    }

    /** Waits for the end of the fetch that a request with this plan would join, if there is one. */
    public void awaitEnd(FetchPlan plan) throws InterruptedException {
        var fetch = running.get(plan.identity());
        if (fetch != null) {
            fetch.awaitEnd();
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
        return running.containsKey(FetchPlan.Identity.ofWhole(key));
    }

    /** Has a running fetch of the whole go on to its end, also when its readers leave. */
    public void finish(CacheKey key) {
        var fetch = running.get(FetchPlan.Identity.ofWhole(key));
        if (fetch != null) {
            fetch.wantedAnyway();
        }
    }

    /** Validates in the background; nobody waits for it. */
    public void validateBehind(FetchPlan plan) {
        var fetch = new Fetch(plan, tools, this::ended);
        if (running.putIfAbsent(plan.identity(), fetch) == null) {
            fetch.wantedAnyway();
            threads.execute(fetch);
        }
    }

    /**
     * Brings what is promised into the store, for nobody that waits for its bytes; returns when it is filed there, or
     * cannot be. Joins a fetch of the same that runs already, and needs none when it is stored under the plan's key.
     * Gives way to clients: fetches for nobody take at most half of the places.
     */
    public Brought bring(FetchPlan promised) throws InterruptedException {
        var promise = promised.promise()
                .orElseThrow(() -> new IllegalArgumentException(promised.key() + ": nothing is promised"));
        var fresh = new Fetch(promised, tools, this::ended).inBackground();
        var other = running.putIfAbsent(promised.identity(), fresh);
        if (other != null) {
            var brought = awaitBrought(other);
            if (brought instanceof Brought.Stored) {
                return brought;
            }
            // It may have been left by its readers, or have failed them with bytes that were wrong.
            other = running.putIfAbsent(promised.identity(), fresh);
        }
        if (other != null) {
            return awaitBrought(other);
        }
        var stored = findStored(promised.key(), promise);
        if (stored.isPresent()) {
            fresh.overtaken();
            return new Brought.Stored(stored.get());
        }
        threads.execute(fresh);
        return awaitBrought(fresh);
    }

    private static Brought awaitBrought(Fetch fetch) throws InterruptedException {
        fetch.wantedAnyway();
        fetch.awaitEnd();
        return fetch.brought();
    }

    /** Another fetch may have filed it since the caller looked; none that runs would be missed here. */
    private Optional<StoredResponse> findStored(CacheKey key, FetchPlan.Promise promise) {
        try {
            var content = tools.catalog().findByChecksum(promise.content());
            return tools.catalog().find(key).stream()
                    .filter(stored -> stored.isFoundByContent() && content.equals(Optional.of(stored.digest())))
                    .findFirst();
        } catch (IOException e) {
            tools.storeTrouble(key.toString(), e);
            return Optional.empty();
        }
    }

    private Joined begin(FetchPlan plan) {
        var fetch = new Fetch(plan, tools, this::ended);
        var reader = fetch.join().orElseThrow();
        threads.execute(fetch);
        return new Joined(reader);
    }

    private void ended(Fetch fetch) {
        running.remove(fetch.identity(), fetch);
    }

    /** How many fetches run or wait for their turn, those that are not shared left out. */
    public int runningCount() {
        return running.size();
    }

    /** How many readers wait for shared fetches or follow them. */
    public int readerCount() {
        return running.values().stream().mapToInt(Fetch::readerCount).sum();
    }

    /** Stops all fetches and keeps what they have; waits for that at most as long as given. */
    public void stop(Duration limit) throws InterruptedException {
        for (var fetch : List.copyOf(running.values())) {
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
