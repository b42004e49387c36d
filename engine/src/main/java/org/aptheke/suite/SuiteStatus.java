package org.aptheke.suite;

import java.time.Instant;
import java.util.Optional;

/**
 * How a suite is, for people.
 *
 * @param suite authority and directory of its release files
 * @param url of that directory, as it was last asked for
 * @param current empty when no release could be taken yet
 * @param retained how many older generations are kept for clients in the middle of an update
 * @param checkedAt when the origin last answered; empty when it never did
 * @param members how many indexes of it clients use
 */
public record SuiteStatus(
        String suite,
        String url,
        Optional<Current> current,
        int retained,
        Instant askedAt,
        Optional<Instant> checkedAt,
        int members,
        Standing standing) {
    /**
     * The generation that clients get.
     *
     * @param date as the release file says it
     * @param verdict who signed it, or why that is not known
     */
    public record Current(
            long generation,
            Optional<String> name,
            Optional<Instant> date,
            Optional<Instant> validUntil,
            Instant adoptedAt,
            boolean byHash,
            String verdict) {}

    static SuiteStatus of(Suite suite) {
        var state = suite.state();
        return new SuiteStatus(
                suite.id().directory(),
                state.base().toString(),
                state.current().map(SuiteStatus::current),
                state.retained().size(),
                state.askedAt(),
                Optional.of(state.checkedAt()).filter(at -> at.isAfter(Instant.EPOCH)),
                suite.uses().size(),
                state.standing());
    }

    private static Current current(Generation generation) {
        var facts = generation.release().facts();
        return new Current(
                generation.number(),
                facts.codename().or(facts::suite),
                facts.date(),
                facts.validUntil(),
                generation.adoptedAt(),
                facts.acquireByHash(),
                generation.verdict());
    }
}
