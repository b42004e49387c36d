package org.aptheke.suite;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.repo.apt.Member;

/**
 * What of a suite is kept, for people.
 *
 * @param generations the current one first, then those for clients in the middle of an update
 * @param members which clients use, by path
 */
public record SuiteDetails(List<Kept> generations, List<Used> members) {
    public SuiteDetails {
        generations = List.copyOf(generations);
        members = List.copyOf(members);
    }

    /**
     * A generation.
     *
     * @param date as the release file says it
     * @param supersededAt empty for the current one
     * @param verdict who signed it, or why that is not known
     */
    public record Kept(
            long number, Optional<Instant> date, Instant adoptedAt, Optional<Instant> supersededAt, String verdict) {}

    /**
     * A member that clients use.
     *
     * @param usedAt when it last was, to the hour
     * @param size as the current generation says it; empty when that has none of this path
     */
    public record Used(String path, Instant usedAt, OptionalLong size) {}

    static SuiteDetails of(Suite suite) {
        var kept = suite.state().generations().stream()
                .map(generation -> new Kept(
                        generation.number(),
                        generation.release().facts().date(),
                        generation.adoptedAt(),
                        generation.supersededAt(),
                        generation.verdict()))
                .toList();
        var used = suite.uses().entrySet().stream()
                .map(use -> new Used(use.getKey(), use.getValue(), size(suite, use.getKey())))
                .sorted(Comparator.comparing(Used::path))
                .toList();
        return new SuiteDetails(kept, used);
    }

    private static OptionalLong size(Suite suite, String path) {
        return suite.current()
                .flatMap(generation -> generation.release().member(path))
                .map(Member::expectation)
                .map(expectation -> expectation.size())
                .orElse(OptionalLong.empty());
    }
}
