package org.aptheke.keep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.store.JobBook;

/** What a scrub looks at, and what it does about what it finds. */
final class ScrubPlan implements Plan {
    static final String READ = "files to read again";
    static final String RIGHT = "read again, and right";
    static final String DAMAGED = "damaged, and put aside";
    static final String LOST = "in the catalogue, but not on the disk";
    static final String STRANGER = "on the disk, but not of this program's making";

    private static final Duration WANTED_WITHIN = Duration.ofDays(30);
    private static final int MOST_AT_ONCE = 100;

    private final HouseParts parts;
    private final BlobReading reading;
    private final Refetch refetch;
    private final ContentTable table;
    private final List<Digest> lost;
    private final List<String> strangers;
    private final Done done;
    private boolean allRead;

    /** Told when all was read. */
    interface Done {
        void note() throws IOException;
    }

    ScrubPlan(
            HouseParts parts,
            BlobReading reading,
            Refetch refetch,
            ContentTable table,
            Collection<Digest> lost,
            Done done)
            throws IOException {
        this.parts = parts;
        this.reading = reading;
        this.refetch = refetch;
        this.table = table;
        this.lost = List.copyOf(lost);
        this.strangers = parts.blobs().strangers();
        this.done = done;
    }

    @Override
    public List<JobBook.Count> counts() {
        var tally = new Tally();
        for (int number = 0; number < table.count(); number++) {
            tally.planned(READ, table.size(number));
        }
        lost.forEach(digest -> tally.planned(LOST, 0));
        strangers.forEach(name -> tally.planned(STRANGER, 0));
        return tally.counts();
    }

    @Override
    public List<String> notes() {
        var notes = new ArrayList<String>();
        long unentered = IntStream.range(0, table.count())
                .filter(number -> !table.has(number, ContentTable.ENTERED))
                .count();
        if (unentered > 0) {
            notes.add(
                    unentered + " files are in no catalogue; what names them finds them, and expire removes the rest");
        }
        strangers.forEach(name -> notes.add("blobs/" + name + " is none"));
        return notes;
    }

    @Override
    public Iterator<Step> steps() {
        var foreign = strangers.stream()
                .<Step>map(name -> ledger -> putAside(name, ledger))
                .iterator();
        var missing = IntStream.range(0, (lost.size() + MOST_AT_ONCE - 1) / MOST_AT_ONCE)
                .<Step>mapToObj(i -> ledger ->
                        dropRows(lost.subList(i * MOST_AT_ONCE, Math.min(lost.size(), (i + 1) * MOST_AT_ONCE)), ledger))
                .iterator();
        var blobs = IntStream.range(0, table.count())
                .<Step>mapToObj(number -> ledger -> read(table.digest(number), table.size(number), ledger))
                .iterator();
        var last = List.<Step>of(ledger -> allRead = true).iterator();
        return new Chained(List.of(foreign, missing, blobs, last));
    }

    @Override
    public void end(Ledger ledger) throws IOException {
        if (allRead) {
            done.note();
        }
    }

    private void putAside(String name, Ledger ledger) throws IOException {
        parts.remover().quarantineStranger(name);
        ledger.done(STRANGER, 0);
    }

    /** A row without its blob serves nobody; a hit that found it would drop it too. */
    private void dropRows(List<Digest> contents, Ledger ledger) throws IOException, InterruptedException {
        var wanted = new ArrayList<NamedContent>();
        for (var content : contents) {
            var rows = parts.contents().named(content);
            if (rows.isEmpty() || parts.blobs().has(content)) {
                ledger.skipped("there again", 0);
                continue;
            }
            for (var row : rows) {
                parts.catalog().remove(row.response());
            }
            ledger.done(LOST, 0);
            ledger.note(rows.getFirst().response().key() + ": its file is lost");
            wantedLately(rows).ifPresent(wanted::add);
        }
        parts.catalog().flush();
        for (var row : wanted) {
            bring(row, ledger);
        }
    }

    private void read(Digest name, long size, Ledger ledger) throws IOException, InterruptedException {
        var found = readable(name, size, ledger);
        if (found.isEmpty()) {
            ledger.skipped("removed meanwhile", size);
        } else if (found.get().equals(name)) {
            ledger.done(RIGHT, size);
        } else {
            heal(name, size, ledger);
        }
    }

    /** A file that cannot be read is as damaged as one with other bytes. */
    private Optional<Digest> readable(Digest name, long size, Ledger ledger) throws InterruptedException {
        try {
            return reading.digest(name, size);
        } catch (IOException e) {
            ledger.note(name + " cannot be read: " + e.getMessage());
            return Optional.of(Digest.EMPTY);
        }
    }

    private void heal(Digest name, long size, Ledger ledger) throws IOException, InterruptedException {
        var rows = parts.contents().named(name);
        ledger.note("damaged: " + name
                + rows.stream()
                        .findFirst()
                        .map(row -> ", of " + row.response().key())
                        .orElse(", in no catalogue"));
        var doomed = new Doomed(name, size, Long.MAX_VALUE, DAMAGED);
        new Removal(parts, ledger)
                .remove(List.of(doomed), Removal.Manner.QUARANTINE, (each, named) -> Optional.empty());
        var wanted = wantedLately(rows);
        if (wanted.isPresent()) {
            bring(wanted.get(), ledger);
        }
    }

    private Optional<NamedContent> wantedLately(List<NamedContent> rows) {
        long since = parts.clock().instant().minus(WANTED_WITHIN).toEpochMilli();
        return rows.stream()
                .filter(row -> row.use().lastMillis() >= since && row.response().size() > 0)
                .findFirst();
    }

    private void bring(NamedContent row, Ledger ledger) throws InterruptedException {
        var key = row.response().key();
        ledger.note(
                refetch.bring(row.response())
                        ? key + ": fetched anew"
                        : key + ": cannot be had from where it came just now; it is fetched when it is asked for");
    }
}
