package org.aptheke.fetch;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.aptheke.cache.CacheKey;

/**
 * The shared fetches that run or wait for their turn, by what they bring; those of promised contents also by the key
 * under which they file it. Safe for use by many threads.
 */
final class RunningFetches {
    private final ConcurrentMap<FetchPlan.Identity, Fetch> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<CacheKey, Fetch> promised = new ConcurrentHashMap<>();

    /** Enters a fetch, unless another one brings the same: that is returned then. */
    Optional<Fetch> enter(Fetch fetch) {
        var other = running.putIfAbsent(fetch.identity(), fetch);
        if (other == null && fetch.isPromised()) {
            promised.put(fetch.key(), fetch);
        }
        return Optional.ofNullable(other);
    }

    void remove(Fetch fetch) {
        running.remove(fetch.identity(), fetch);
        promised.remove(fetch.key(), fetch);
    }

    Optional<Fetch> find(FetchPlan.Identity identity) {
        return Optional.ofNullable(running.get(identity));
    }

    /** The one that a request with this plan would join. */
    Optional<Fetch> find(FetchPlan plan) {
        return find(plan.identity()).or(() -> find(plan.identityUnderKey()));
    }

    /** One that brings a promised content for this key. */
    Optional<Fetch> findPromised(CacheKey key) {
        return Optional.ofNullable(promised.get(key));
    }

    /** One that brings the whole for this key, promised or not. */
    Optional<Fetch> findWhole(CacheKey key) {
        return find(FetchPlan.Identity.ofWhole(key)).or(() -> findPromised(key));
    }

    List<Fetch> all() {
        return List.copyOf(running.values());
    }

    int size() {
        return running.size();
    }
}
