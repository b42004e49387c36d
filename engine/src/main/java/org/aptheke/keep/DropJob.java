package org.aptheke.keep;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.jobs.Watch;
import org.aptheke.store.JobBook;
import org.aptheke.suite.SuiteNames;

/** Removes one suite, and the files that it alone names. What others name too stays, and is shown. */
public final class DropJob implements Job {
    static final String OWN = "named by this suite alone";
    static final String GENERATIONS = "the suite itself";
    private static final String SUITE = "suite";

    private final HouseParts parts;
    private final ExpireJob.Forgetting forgetting;

    public DropJob(HouseParts parts, ExpireJob.Forgetting forgetting) {
        this.parts = parts;
        this.forgetting = forgetting;
    }

    @Override
    public String kind() {
        return "drop";
    }

    @Override
    public String purpose() {
        return "removes a suite with the files that it alone names; suite=DIRECTORY as \"aptheke suites\" shows it";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.REMOVING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(SUITE);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var wanted = arguments.required(SUITE);
        var suite = parts.suites().get().stream()
                .filter(each -> each.id().directory().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new JobRefusedException("no suite is called " + wanted + "; \"aptheke suites\" lists them"));
        var others = new Survey.Wanted(each -> !each.id().equals(suite.id()), Long.MIN_VALUE, 1, Long.MIN_VALUE);
        var survey = new Survey(parts, others, watch).made();
        var own = new ContentTable();
        suite.forEach(new NamedContents(parts.catalog(), digest -> {
            if (survey.table().find(digest) >= 0) {
                own.add(digest);
            }
        }));
        watch.doing("removing");
        return new DropPlan(suite, survey.table(), own);
    }

    private final class DropPlan implements Plan {
        private final SuiteNames suite;
        private final ContentTable table;
        private final int[] goes;
        private final long shared;
        private final long sharedBytes;
        private final SuiteChanges changes;

        DropPlan(SuiteNames suite, ContentTable table, ContentTable own) {
            this.suite = suite;
            this.table = table;
            this.changes = new SuiteChanges(() -> parts.suites().get().stream()
                    .filter(each -> !each.id().equals(suite.id()))
                    .toList());
            var named = IntStream.range(0, own.count())
                    .map(number -> table.find(own.digest(number)))
                    .toArray();
            this.goes = IntStream.of(named).filter(number -> !stays(number)).toArray();
            this.shared = IntStream.of(named).filter(this::stays).count();
            this.sharedBytes = IntStream.of(named)
                    .filter(this::stays)
                    .mapToLong(table::size)
                    .sum();
        }

        private boolean stays(int number) {
            return table.has(number, ContentTable.NAMED | ContentTable.PINNED);
        }

        @Override
        public List<JobBook.Count> counts() {
            var tally = new Tally();
            tally.planned(GENERATIONS, 0);
            for (int number : goes) {
                tally.planned(OWN, table.size(number));
            }
            return tally.counts();
        }

        @Override
        public List<String> notes() {
            return List.of(
                    shared + " files of " + sharedBytes + " bytes stay: other suites name them, or they are pinned");
        }

        @Override
        public Iterator<Step> steps() {
            var first = List.<Step>of(ledger -> {
                if (forgetting.forget(suite.id())) {
                    ledger.done(GENERATIONS, 0);
                } else {
                    ledger.skipped("gone already", 0);
                }
            });
            var doomed = IntStream.of(goes)
                    .mapToObj(number -> new Doomed(table.digest(number), table.size(number), Long.MAX_VALUE, OWN))
                    .iterator();
            var blobs = new BlobBatches(
                    doomed,
                    batch -> ledger -> new Removal(parts, ledger)
                            .remove(batch, Removal.Manner.ANY, (each, rows) -> changes.objection(rows)));
            return new Chained(List.of(first.iterator(), blobs));
        }
    }
}
