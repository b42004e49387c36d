package org.aptheke.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.aptheke.store.JobBook;

/** A job whose steps are given by a test; each is counted as one thing of ten bytes. */
final class ScriptedJob implements Job {
    private final String kind;
    private final Set<Claim> claims;
    private final List<Step> steps = new ArrayList<>();
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    ScriptedJob(String kind, Claim... claims) {
        this.kind = kind;
        this.claims = Set.of(claims);
    }

    ScriptedJob step(Step step) {
        steps.add(step);
        return this;
    }

    /** A step that is done at once. */
    ScriptedJob done(String name) {
        return step(ledger -> {
            seen.add(name);
            ledger.done("old", 10);
        });
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String purpose() {
        return "does what a test says";
    }

    @Override
    public Set<Claim> claims() {
        return claims;
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of("suite");
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) {
        seen.add("plan");
        var tally = new Tally();
        steps.forEach(step -> tally.planned("old", 10));
        return new Plan() {
            @Override
            public List<JobBook.Count> counts() {
                return tally.counts();
            }

            @Override
            public List<String> notes() {
                return List.of("a remark");
            }

            @Override
            public Iterator<Step> steps() {
                return List.copyOf(steps).iterator();
            }

            @Override
            public void end(Ledger ledger) {
                seen.add("end");
            }
        };
    }
}
