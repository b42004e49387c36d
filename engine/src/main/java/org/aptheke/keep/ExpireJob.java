package org.aptheke.keep;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteNames;

/**
 * Removes what nobody needs any more, by age: what no generation in use names and nobody used lately, old versions that
 * nobody used for longer, suites that nobody asks for. It asks no origin, so one that fails costs nothing.
 */
public final class ExpireJob implements Job {
    private final HouseParts parts;
    private final Supplier<ExpireRules> rules;
    private final Observation observation;
    private final Forgetting forgetting;

    /** Drops a suite with its generations; false when there is none. */
    public interface Forgetting {
        boolean forget(SuiteId suite) throws IOException;
    }

    public ExpireJob(HouseParts parts, Supplier<ExpireRules> rules, Observation observation, Forgetting forgetting) {
        this.parts = parts;
        this.rules = rules;
        this.observation = observation;
        this.forgetting = forgetting;
    }

    /**
     * Before which times what was last used is old.
     *
     * @param unnamed for what nobody names, in milliseconds since 1970; so are the others
     * @param unused for what is named, but outdated
     * @param idle for suites
     */
    record Ages(long unnamed, long unused, long idle) {
        static Ages of(ExpireRules rules, Instant now, Instant observedSince) {
            return new Ages(
                    before(now, rules.keepUnnamed(), observedSince),
                    before(now, rules.keepUnused(), observedSince),
                    before(now, rules.keepIdleSuite(), observedSince));
        }

        /** Nothing is old as long as it could have been used without being noted. */
        private static long before(Instant now, Duration kept, Instant observedSince) {
            var time = now.minus(kept);
            return observedSince.isAfter(time) ? Long.MIN_VALUE : time.toEpochMilli();
        }
    }

    @Override
    public String kind() {
        return "expire";
    }

    @Override
    public String purpose() {
        return "removes what no release in use names and nobody used lately";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.REMOVING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of();
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var kept = rules.get();
        var ages = Ages.of(kept, parts.clock().instant(), observation.goesOn());
        var changes = new SuiteChanges(parts.suites());
        var idle = parts.suites().get().stream()
                .filter(suite -> isIdle(suite, ages))
                .map(SuiteNames::id)
                .filter(suite -> !kept.mirrored().contains(suite))
                .toList();
        var wanted =
                new Survey.Wanted(suite -> !idle.contains(suite.id()), ages.unused(), kept.newest(), ages.unnamed());
        var survey = new Survey(parts, wanted, watch).made();
        watch.doing("removing");
        return new ExpirePlan(parts, survey, ages, idle, changes, forgetting);
    }

    static boolean isIdle(SuiteNames suite, Ages ages) {
        return suite.askedAt().toEpochMilli() < ages.idle();
    }
}
