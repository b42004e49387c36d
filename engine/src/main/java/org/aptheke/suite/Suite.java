package org.aptheke.suite;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.aptheke.http.TargetUri;
import org.jspecify.annotations.Nullable;

/** A suite while the program runs: its state, who is checking it, and which members are used. Safe for use by many threads. */
final class Suite {
    private static final Duration USE_PRECISION = Duration.ofHours(1);

    private final SuiteId id;
    private final AtomicReference<SuiteState> state;
    private final AtomicReference<@Nullable Check> running = new AtomicReference<>();
    private final ConcurrentMap<String, Instant> uses;
    private final ConcurrentMap<String, Instant> unwrittenUses = new ConcurrentHashMap<>();
    private final Set<ReleaseName> wanted = ConcurrentHashMap.newKeySet();
    private volatile boolean unwritten;
    private volatile Instant attemptedAt = Instant.EPOCH;
    private volatile Instant retryAt = Instant.MAX;

    Suite(SuiteId id, SuiteState state, Map<String, Instant> uses) {
        this.id = id;
        this.state = new AtomicReference<>(state);
        this.uses = new ConcurrentHashMap<>(uses);
    }

    SuiteId id() {
        return id;
    }

    SuiteState state() {
        return state.get();
    }

    Optional<Generation> current() {
        return state.get().current();
    }

    /** Changes the state in memory; who changes generations has made that durable before. */
    SuiteState update(UnaryOperator<SuiteState> change) {
        unwritten = true;
        return state.updateAndGet(change);
    }

    void asked(TargetUri base, Instant at) {
        update(before -> before.asked(base, at));
    }

    /** Asks for a release file beyond the one that tells generations apart; it belongs to every later generation. */
    void want(ReleaseName name) {
        wanted.add(name);
    }

    /** The release files that are asked for in a check. */
    Set<ReleaseName> names() {
        var names = EnumSet.of(ReleaseName.IN_RELEASE);
        names.addAll(wanted);
        current().ifPresent(generation -> names.addAll(generation.files().keySet()));
        return names;
    }

    // ---- checks

    /** The check that runs, or the fresh one if none does. */
    Check joinOr(Check fresh) {
        while (true) {
            var other = running.get();
            if (other != null) {
                return other;
            }
            if (running.compareAndSet(null, fresh)) {
                return fresh;
            }
        }
    }

    void ended(Check check) {
        running.compareAndSet(check, null);
    }

    boolean isBeingChecked() {
        return running.get() != null;
    }

    /** When it was last tried, successfully or not. */
    Instant attemptedAt() {
        return attemptedAt;
    }

    /** Says when the next try is due, whoever asks; {@link Instant#MAX} when there is no need. */
    void attempted(Instant at, Instant next) {
        attemptedAt = at;
        retryAt = next;
    }

    Instant retryAt() {
        return retryAt;
    }

    // ---- uses of members

    void used(String member, Instant at) {
        var before = uses.get(member);
        if (before == null || before.plus(USE_PRECISION).isBefore(at)) {
            uses.put(member, at);
            unwrittenUses.put(member, at);
        }
    }

    /** When each member was last used, to the hour. */
    Map<String, Instant> uses() {
        return Map.copyOf(uses);
    }

    /** Uses that were noted since the last call. */
    Map<String, Instant> drainUses() {
        var drained = new HashMap<String, Instant>();
        for (var member : unwrittenUses.keySet()) {
            var at = unwrittenUses.remove(member);
            if (at != null) {
                drained.put(member, at);
            }
        }
        return drained;
    }

    /** Whether something changed since the last call that only the memory knows. */
    boolean drainUnwritten() {
        boolean was = unwritten;
        unwritten = false;
        return was;
    }
}
