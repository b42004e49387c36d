package org.aptheke.keep;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.store.JobBook;
import org.aptheke.suite.SuiteId;

/** What expiry removes. The order is what counts after a crash: first suites, then what they named. */
final class ExpirePlan implements Plan {
    static final String UNNAMED = "not named by any release, and unused";
    static final String OUTDATED = "named, but outdated and unused";
    static final String NOT_ENTERED = "in no catalogue, and not named";
    static final String IDLE_SUITE = "suites that nobody asks for";
    static final String EMPTY_ROW = "answers without content, and unused";
    static final String OLD_PART = "parts of downloads that were not gone on with";

    private static final int ROWS_AT_ONCE = 500;

    private final HouseParts parts;
    private final ContentTable table;
    private final ExpireJob.Ages ages;
    private final List<SuiteId> idle;
    private final SuiteChanges changes;
    private final ExpireJob.Forgetting forgetting;
    private final List<StoredPart> oldParts;
    private final long emptyRows;
    private final List<String> notes = new ArrayList<>();
    private final List<JobBook.Count> counts;

    ExpirePlan(
            HouseParts parts,
            Survey survey,
            ExpireJob.Ages ages,
            List<SuiteId> idle,
            SuiteChanges changes,
            ExpireJob.Forgetting forgetting)
            throws IOException {
        this.parts = parts;
        this.table = survey.table();
        this.ages = ages;
        this.idle = idle;
        this.changes = changes;
        this.forgetting = forgetting;
        this.emptyRows = survey.oldEmptyRows();
        this.oldParts = parts.catalog().parts().stream()
                .filter(part -> part.receivedAt().toEpochMilli() < ages.unnamed())
                .toList();
        notes.addAll(survey.notes());
        if (ages.unnamed() == Long.MIN_VALUE) {
            notes.add("uses are not known for long enough yet: nothing is old");
        }
        idle.forEach(suite -> notes.add("nobody asks for " + suite));
        this.counts = count();
    }

    private List<JobBook.Count> count() {
        var tally = new Tally();
        idle.forEach(suite -> tally.planned(IDLE_SUITE, 0));
        for (int number = 0; number < table.count(); number++) {
            int each = number;
            reason(number).ifPresent(reason -> tally.planned(reason, table.size(each)));
        }
        if (emptyRows > 0) {
            tally.add(JobBook.Outcome.PLANNED, EMPTY_ROW, emptyRows, 0);
        }
        oldParts.forEach(part -> tally.planned(OLD_PART, part.end() - part.first()));
        return tally.counts();
    }

    /** Why a content is to go; empty when it is not. */
    private Optional<String> reason(int number) {
        boolean stays = table.has(number, ContentTable.PINNED | ContentTable.ESSENTIAL)
                || !table.has(number, ContentTable.STORED);
        if (stays) {
            return Optional.empty();
        }
        if (table.has(number, ContentTable.NAMED)) {
            boolean outdated = table.has(number, ContentTable.OUTDATED) && !table.has(number, ContentTable.NEWEST);
            return outdated && table.lastUse(number) < ages.unused() ? Optional.of(OUTDATED) : Optional.empty();
        }
        if (table.has(number, ContentTable.IN_DOUBT) || table.lastUse(number) >= ages.unnamed()) {
            return Optional.empty();
        }
        return Optional.of(table.has(number, ContentTable.ENTERED) ? UNNAMED : NOT_ENTERED);
    }

    @Override
    public List<JobBook.Count> counts() {
        return counts;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Iterator<Step> steps() {
        var suites = idle.stream().<Step>map(suite -> ledger -> forget(suite, ledger));
        var doomed = IntStream.range(0, table.count())
                .filter(number -> reason(number).isPresent());
        var blobs = new BlobBatches(
                doomedOf(doomed.iterator()),
                batch -> ledger -> new Removal(parts, ledger)
                        .remove(batch, Removal.Manner.ANY, (each, rows) -> changes.objection(rows)));
        var rows = IntStream.range(0, (int) ((emptyRows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE))
                .<Step>mapToObj(i -> this::removeEmptyRows);
        var partials = oldParts.stream().<Step>map(part -> ledger -> removePart(part, ledger));
        return new Chained(
                List.of(suites.iterator(), blobs, Stream.concat(rows, partials).iterator()));
    }

    private Iterator<Doomed> doomedOf(PrimitiveIterator.OfInt numbers) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Doomed next() {
                int number = numbers.nextInt();
                return new Doomed(
                        table.digest(number),
                        table.size(number),
                        table.lastUse(number),
                        reason(number).orElseThrow());
            }
        };
    }

    private void forget(SuiteId suite, Ledger ledger) throws IOException {
        boolean still = parts.suites().get().stream()
                .anyMatch(names -> names.id().equals(suite) && ExpireJob.isIdle(names, ages));
        if (still && forgetting.forget(suite)) {
            ledger.done(IDLE_SUITE, 0);
        } else {
            ledger.skipped("asked for meanwhile", 0);
        }
    }

    private void removeEmptyRows(Ledger ledger) throws IOException {
        var before = Instant.ofEpochMilli(ages.unnamed());
        for (var row : parts.contents().namedAndUnused(Digest.EMPTY, before, ROWS_AT_ONCE)) {
            parts.catalog().remove(row.response());
            ledger.done(EMPTY_ROW, 0);
        }
        parts.catalog().flush();
    }

    private void removePart(StoredPart part, Ledger ledger) throws IOException {
        long bytes = part.end() - part.first();
        if (parts.remover().removePartial(part.partial())) {
            parts.catalog().removePart(part);
            ledger.done(OLD_PART, bytes);
        } else {
            ledger.skipped("being gone on with", bytes);
        }
    }
}
