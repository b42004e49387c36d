package org.aptheke.admin;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Watch;
import org.aptheke.store.JobBook;

/** A job that counts as far as it is told. */
final class CountingJob implements Job {
    @Override
    public String kind() {
        return "count";
    }

    @Override
    public String purpose() {
        return "counts";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of();
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of("to");
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) {
        int to = Integer.parseInt(arguments.text("to").orElse("1"));
        return new Plan() {
            @Override
            public List<JobBook.Count> counts() {
                return List.of(new JobBook.Count(JobBook.Outcome.PLANNED, "counted", to, 10L * to));
            }

            @Override
            public List<String> notes() {
                return List.of();
            }

            @Override
            public Iterator<Step> steps() {
                return IntStream.range(0, to)
                        .<Step>mapToObj(i -> ledger -> ledger.done("counted", 10))
                        .iterator();
            }
        };
    }
}
