package org.aptheke.mirror;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.aptheke.fetch.Brought;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.jobs.Watch;
import org.aptheke.store.JobBook;

/**
 * What mirrors lack, brought some at a time: a step waits for one file. What is wanted is kept from before the first is
 * fetched; what was wanted before and is not now is released behind the last, and only of suites that were gone through.
 */
final class MirrorPlan implements Plan {
    /** Says something of one file alone; other refusals are of all that follow too. */
    private static final Set<Integer> ABSENT = Set.of(404, 410);

    private final MirrorPins pins;
    private final Set<String> owners;
    private final List<SuitePart> suites;
    private final List<String> troubles;
    private final List<String> notes;
    private final List<JobBook.Count> counts;
    private final Watch watch;
    private final MirrorParts parts;
    private Optional<Steps> steps = Optional.empty();

    /** What a survey has found. */
    record Found(List<SuitePart> suites, List<String> troubles, List<String> notes) {
        Found {
            suites = List.copyOf(suites);
            troubles = List.copyOf(troubles);
            notes = List.copyOf(notes);
        }
    }

    /** @param owners of all suites that are mirrored, also of those that this run is not about */
    MirrorPlan(MirrorParts parts, Set<String> owners, Found found, Watch watch) {
        this.pins = new MirrorPins(parts.pins());
        this.owners = owners;
        this.suites = found.suites();
        this.troubles = new ArrayList<>(found.troubles());
        this.notes = new ArrayList<>(found.notes());
        this.watch = watch;
        this.parts = parts;
        var tally = new Tally();
        suites.forEach(suite -> suite.missing().forEach(each -> tally.planned(each.reason(), each.size())));
        this.counts = tally.counts();
    }

    @Override
    public List<JobBook.Count> counts() {
        return counts;
    }

    @Override
    public List<String> notes() {
        var all = new ArrayList<>(troubles);
        all.addAll(notes);
        return all;
    }

    @Override
    public Iterator<Step> steps() {
        var made = new Steps(new Bringing(parts.fetches(), parts.atOnce()));
        steps = Optional.of(made);
        return made;
    }

    private final class Steps implements Iterator<Step>, AutoCloseable {
        private final Bringing bringing;
        private boolean prepared;

        Steps(Bringing bringing) {
            this.bringing = bringing;
        }

        @Override
        public boolean hasNext() {
            return !(prepared && bringing.isIdle() && nextPart().isEmpty());
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (prepared) {
                return this::bringOne;
            }
            prepared = true;
            return MirrorPlan.this::prepare;
        }

        private void bringOne(Ledger ledger) throws IOException, InterruptedException {
            var next = nextPart();
            while (bringing.hasRoom() && next.isPresent()) {
                bringing.begin(next.get(), next.get().missing().remove());
                next = nextPart();
            }
            if (!bringing.isIdle()) {
                tell(bringing.next(watch), ledger);
            }
        }

        @Override
        public void close() {
            bringing.close();
        }
    }

    /** From here on nobody removes what is about to come. */
    private void prepare(Ledger ledger) throws IOException {
        for (var owner : pins.releaseOthers(owners)) {
            ledger.note("released, because it is not mirrored any more: " + owner);
        }
        for (var suite : suites) {
            pins.add(suite.owner(), suite.kept());
            suite.noteArrived();
        }
    }

    /** The first suite of which something may be fetched now. */
    private Optional<SuitePart> nextPart() {
        return suites.stream()
                .filter(suite -> !suite.missing().isEmpty())
                .filter(suite -> suite.mirror().isAtItsHours()
                        && suite.mirror().trouble().isEmpty())
                .findFirst();
    }

    private void tell(Bringing.Result result, Ledger ledger) throws IOException {
        var wanted = result.wanted();
        var mirror = result.suite().mirror();
        watch.doing(wanted.toString());
        switch (result.brought()) {
            case Brought.Stored(var response) -> {
                mirror.wentWell();
                ledger.done(wanted.reason(), wanted.size());
                if (wanted.digest().isEmpty() && result.suite().kept().add(response.digest())) {
                    pins.add(result.suite().owner(), List.of(response.digest()));
                }
            }
            case Brought.Refused(int status) -> {
                var why = "the origin answers " + status;
                boolean absent = ABSENT.contains(status);
                if (absent) {
                    mirror.wentWell();
                } else {
                    mirror.failed(new IOException(why));
                }
                if (absent && wanted.optional()) {
                    ledger.skipped("listed, but not at the origin", wanted.size());
                } else {
                    ledger.failed(wanted.reason(), wanted + ": " + why, wanted.size());
                }
            }
            case Brought.Failed(var cause) -> {
                mirror.failed(cause);
                ledger.failed(wanted.reason(), wanted + ": " + cause.getMessage(), wanted.size());
            }
        }
    }

    @Override
    public void end(Ledger ledger) throws IOException {
        boolean gone = steps.isPresent() && !steps.get().hasNext();
        steps.ifPresent(Steps::close);
        if (!gone) {
            return; // cancelled: what was wanted before stays too
        }
        for (var suite : suites) {
            end(suite, ledger);
        }
        if (!troubles.isEmpty()) {
            throw new IOException(String.join("; ", troubles));
        }
    }

    private void end(SuitePart suite, Ledger ledger) throws IOException {
        suite.noteArrived();
        var trouble = suite.mirror().trouble();
        if (suite.missing().isEmpty() && trouble.isEmpty()) {
            pins.keepOnly(suite.owner(), suite.kept());
            return;
        }
        trouble.map(why -> suite.mirror().rules().name() + ": " + why)
                .filter(why -> !troubles.contains(why))
                .ifPresent(troubles::add);
        var why = trouble.isPresent() ? "left for the next run" : "left for its hours";
        suite.missing().forEach(each -> ledger.skipped(why, each.size()));
    }
}
