package org.aptheke.keep;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;

/** Makes room when the budget, or the disk, is nearly used up: what is worth least goes first. */
public final class EvictJob implements Job {
    static final String KIND = "evict";

    private final HouseParts parts;
    private final Supplier<Budget> budget;

    public EvictJob(HouseParts parts, Supplier<Budget> budget) {
        this.parts = parts;
        this.budget = budget;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "makes room within the budget: what is worth least goes first";
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
        var counted = parts.blobs().usedBytes();
        long used = counted.isPresent() ? counted.getAsLong() : parts.blobs().countUsed();
        long excess = budget.get().excess(used, parts.blobs().usableBytes());
        if (excess == 0) {
            return new EvictPlan(parts, new ContentTable(), 0);
        }
        var survey = new Survey(parts, Survey.Wanted.ALL, watch).made();
        watch.doing("removing");
        return new EvictPlan(parts, survey.table(), excess);
    }
}
