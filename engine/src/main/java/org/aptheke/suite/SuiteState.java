package org.aptheke.suite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.TargetUri;

/**
 * All that is known of a suite at one moment. Immutable.
 *
 * @param base the URL of its directory as it was last asked for, without a slash at the end
 * @param checkedAt when its origin last answered; {@link Instant#EPOCH} when it never did
 * @param current what clients get
 * @param retained older generations for clients in the middle of an update, latest first
 */
record SuiteState(
        TargetUri base,
        Instant askedAt,
        Instant checkedAt,
        Optional<Generation> current,
        List<Generation> retained,
        Standing standing) {
    SuiteState {
        retained = List.copyOf(retained);
    }

    static SuiteState unknown(TargetUri base, Instant now) {
        return new SuiteState(base, now, Instant.EPOCH, Optional.empty(), List.of(), new Standing.Unchecked());
    }

    SuiteState asked(TargetUri newBase, Instant at) {
        return new SuiteState(newBase, at, checkedAt, current, retained, standing);
    }

    SuiteState checked(Instant at, Standing newStanding) {
        return new SuiteState(base, askedAt, at, current, retained, newStanding);
    }

    SuiteState standing(Standing newStanding) {
        return new SuiteState(base, askedAt, checkedAt, current, retained, newStanding);
    }

    /** With the same generation, completed by a release file or judged anew. */
    SuiteState completed(Generation same) {
        return new SuiteState(base, askedAt, checkedAt, Optional.of(same), retained, standing);
    }

    SuiteState adopted(Generation next, Retention retention, Instant at) {
        var older = new ArrayList<Generation>();
        current.ifPresent(before -> older.add(before.superseded(at)));
        older.addAll(retained);
        return new SuiteState(
                base, askedAt, at, Optional.of(next), retention.kept(older, at), new Standing.Current(at));
    }

    /** The current generation and the retained ones, in the order in which they are to be asked. */
    List<Generation> generations() {
        var all = new ArrayList<Generation>();
        current.ifPresent(all::add);
        all.addAll(retained);
        return all;
    }

    Optional<Generation> generation(long number) {
        return generations().stream()
                .filter(generation -> generation.number() == number)
                .findFirst();
    }

    long nextNumber() {
        return generations().stream().mapToLong(Generation::number).max().orElse(0) + 1;
    }

    /**
     * Which superseded generations are kept: some always, and those that clients may still be in the middle of.
     *
     * @param least so many in any case
     * @param most never more
     * @param time all that were superseded less than this long ago
     */
    record Retention(int least, int most, Duration time) {
        List<Generation> kept(List<Generation> olderLatestFirst, Instant now) {
            var kept = new ArrayList<Generation>();
            for (var generation : olderLatestFirst) {
                boolean lately = generation
                        .supersededAt()
                        .filter(at -> at.plus(time).isAfter(now))
                        .isPresent();
                if (kept.size() < most && (kept.size() < least || lately)) {
                    kept.add(generation);
                }
            }
            return kept;
        }
    }
}
