package org.aptheke.remap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.TargetUri;

/**
 * The mirrors of one remap and how they fare. Safe for use by many threads.
 *
 * <p>The operator's order is kept among mirrors that do well: one mirror for all, as long as it answers, keeps a suite
 * together. A mirror that fails rests, longer each time; then one request tries it while the others still pass it by.
 * Its trouble, an average of late answers, fades with time, so that it comes back to its place.
 */
final class Mirrors {
    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration TRIAL = Duration.ofSeconds(10);
    private static final double HALF_LIFE_SECONDS = 120;
    private static final double TOO_MUCH_TROUBLE = 0.4;
    private static final double NEWS = 0.5;
    private static final double LATENCY_NEWS = 0.2;

    private final List<TargetUri> bases;
    private final InstantSource clock;

    /** What is in them is guarded by this object. */
    private final List<State> states = new ArrayList<>();

    private volatile int preferred;

    private static final class State {
        double trouble;
        Instant troubleAt = Instant.EPOCH;
        int failures;

        /** Contents proved wrong since one was right; an answer alone does not heal that. */
        int misled;

        double latencyMillis;
        Instant restsUntil = Instant.EPOCH;
        String lastFailure = "";
    }

    Mirrors(List<TargetUri> bases, InstantSource clock) {
        this.bases = List.copyOf(bases);
        this.clock = clock;
        for (int i = 0; i < bases.size(); i++) {
            states.add(new State());
        }
    }

    List<TargetUri> bases() {
        return bases;
    }

    /** Puts that one first from now on: clients ask for it themselves. */
    void prefer(int mirror) {
        if (preferred != mirror) {
            preferred = mirror;
        }
    }

    /** All mirrors in the order in which to ask them now. One whose rest is over stands in its place for one caller. */
    synchronized List<Integer> order() {
        Instant now = clock.instant();
        var order = new ArrayList<Integer>(bases.size());
        for (int i = 0; i < bases.size(); i++) {
            order.add(i);
        }
        int first = preferred;
        order.sort(Comparator.<Integer>comparingInt(i -> grade(states.get(i), now))
                .thenComparing(i -> rests(states.get(i), now) ? states.get(i).restsUntil : Instant.EPOCH)
                .thenComparingInt(i -> i == first ? -1 : i));
        for (var state : states) {
            if (state.failures > 0 && !rests(state, now)) {
                state.restsUntil = now.plus(TRIAL);
            }
        }
        return order;
    }

    /** Whether it does not rest now. */
    synchronized boolean mayBeAsked(int mirror) {
        return !rests(states.get(mirror), clock.instant());
    }

    synchronized void succeeded(int mirror, Duration latency) {
        var state = states.get(mirror);
        double millis = latency.toNanos() / 1e6;
        state.latencyMillis += state.latencyMillis == 0 ? millis : LATENCY_NEWS * (millis - state.latencyMillis);
        learn(state, 0);
        state.failures = 0;
        state.restsUntil = Instant.EPOCH;
    }

    synchronized void failed(int mirror, String cause) {
        fail(states.get(mirror), cause);
    }

    /** It has sent a wrong content, and another mirror the right one. */
    synchronized void misled(int mirror, String cause) {
        var state = states.get(mirror);
        state.failures = Math.max(state.failures, state.misled);
        state.misled++;
        fail(state, cause);
    }

    /** It has sent the right content. */
    synchronized void proved(int mirror) {
        states.get(mirror).misled = 0;
    }

    private void fail(State state, String cause) {
        learn(state, 1);
        state.failures++;
        state.lastFailure = cause;
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(state.failures - 1, 10));
        state.restsUntil = clock.instant().plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }

    synchronized List<MirrorStatus> status() {
        Instant now = clock.instant();
        var status = new ArrayList<MirrorStatus>();
        for (int i = 0; i < bases.size(); i++) {
            var state = states.get(i);
            status.add(new MirrorStatus(
                    bases.get(i),
                    trouble(state, now),
                    state.failures,
                    Duration.ofNanos((long) (state.latencyMillis * 1e6)),
                    Optional.of(state.restsUntil).filter(now::isBefore),
                    state.lastFailure));
        }
        return status;
    }

    private static int grade(State state, Instant now) {
        if (rests(state, now)) {
            return 2;
        }
        // A mirror whose trial is due is tried in its place: it will not heal by waiting.
        return state.failures == 0 && trouble(state, now) > TOO_MUCH_TROUBLE ? 1 : 0;
    }

    private static boolean rests(State state, Instant now) {
        return now.isBefore(state.restsUntil);
    }

    private void learn(State state, double outcome) {
        Instant now = clock.instant();
        state.trouble = (1 - NEWS) * trouble(state, now) + NEWS * outcome;
        state.troubleAt = now;
    }

    private static double trouble(State state, Instant now) {
        double seconds = Duration.between(state.troubleAt, now).toMillis() / 1e3;
        return state.trouble * Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
    }
}
