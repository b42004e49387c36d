package org.aptheke.server.netty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.aptheke.cache.CacheKey;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.proxy.Repetition;
import org.aptheke.store.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are repeated from memory: small ones whole, larger ones as an open file. A hit takes no lock and asks
 * nobody. Safe for use by many threads.
 *
 * <p>The set holds one reference to each answer and releases it when the answer leaves. A connection that sends one
 * holds its own; so an answer that is evicted while it is being sent lives on until the last byte has left.
 */
final class HotSet {
    /** What an entry costs beside its bytes: key, record, node. */
    private static final int OVERHEAD = 512;

    private final HotEpochs epochs;
    private final Cache<HotKey, HotEntry> small;
    private final Cache<HotKey, HotEntry> files;
    private final Queue<HotEntry> used = new ConcurrentLinkedQueue<>();

    /** An entry, and what of its answer is given. */
    record Hit(HotEntry entry, Repetition what) {}

    HotSet(HotEpochs epochs, long maxBytes, int maxFiles) {
        this.epochs = epochs;
        this.small = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((HotKey key, HotEntry entry) ->
                        OVERHEAD + key.target().length() + entry.answer().bytesInMemory())
                .executor(Runnable::run)
                .removalListener(HotSet::left)
                .build();
        this.files = Caffeine.newBuilder()
                .maximumSize(maxFiles)
                .executor(Runnable::run)
                .removalListener(HotSet::left)
                .build();
    }

    /** An answer that still holds, as far as the request wants it, with a reference for the caller; notes the use. */
    Optional<Hit> find(RequestHead head, Instant now) {
        var key = HotKey.of(head);
        var entry = small.getIfPresent(key);
        if (entry == null) {
            entry = files.getIfPresent(key);
        }
        if (entry == null) {
            return Optional.empty();
        }
        var repeatable = entry.repeatable();
        // Before its age began: the clock was set back, and its freshness would not end in time.
        if (epochs.of(repeatable.key()) != repeatable.epoch()
                || !now.isBefore(repeatable.until())
                || now.isBefore(repeatable.ageZero())) {
            forget(key, entry);
            return Optional.empty();
        }
        var what = entry.repetition(head);
        if (what.isEmpty() || !entry.answer().tryRetain()) {
            return Optional.empty();
        }
        if (entry.noteUse(now)) {
            used.add(entry);
        }
        return Optional.of(new Hit(entry, what.get()));
    }

    /** Keeps the answer, with a reference of its own. */
    void put(HotKey key, HotEntry entry) {
        entry.answer().retain();
        if (entry.answer().file().isPresent()) {
            files.put(key, entry);
        } else {
            small.put(key, entry);
        }
    }

    /** The uses since the last call. */
    Map<CacheKey, Catalog.Uses> drainUses() {
        var uses = new HashMap<CacheKey, Catalog.Uses>();
        for (var entry = used.poll(); entry != null; entry = used.poll()) {
            uses.merge(entry.repeatable().key(), new Catalog.Uses(entry.takeUses(), entry.lastUse()), HotSet::together);
        }
        return uses;
    }

    /** How many answers there are, and what they take. */
    HotFigures figures(long answerBytes) {
        long bytes = small.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
        return new HotFigures(small.estimatedSize(), bytes, files.estimatedSize(), answerBytes);
    }

    /** Lets all answers go. */
    void clear() {
        small.invalidateAll();
        files.invalidateAll();
        small.cleanUp();
        files.cleanUp();
    }

    private void forget(HotKey key, HotEntry entry) {
        // Only this one: another thread may have put a better one meanwhile.
        small.asMap().remove(key, entry);
        files.asMap().remove(key, entry);
    }

    private static Catalog.Uses together(Catalog.Uses a, Catalog.Uses b) {
        return new Catalog.Uses(a.count() + b.count(), a.last().isAfter(b.last()) ? a.last() : b.last());
    }

    @SuppressWarnings("unused") // the listener's signature
    private static void left(@Nullable HotKey key, @Nullable HotEntry entry, RemovalCause cause) {
        if (entry != null) {
            entry.answer().release();
        }
    }
}
