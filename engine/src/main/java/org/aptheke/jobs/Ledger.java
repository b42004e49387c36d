package org.aptheke.jobs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.store.JobBook;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;

/** What comes of the steps of a run, as they say it themselves. Safe for use by many threads. */
public final class Ledger {
    /** Of what goes wrong the first are worth a line; the rest is counted. */
    private static final int MOST_NOTES = 1_000;

    @GuardedBy("this")
    private final Tally tally = new Tally();

    @GuardedBy("this")
    private final List<String> notes = new ArrayList<>();

    @GuardedBy("this")
    private long droppedNotes;

    @GuardedBy("this")
    private final List<String> conclusions = new ArrayList<>();

    @GuardedBy("this")
    private long count;

    @GuardedBy("this")
    private long bytes;

    /** A planned thing was done. */
    public void done(String reason, long size) {
        add(Outcome.DONE, reason, 1, size);
    }

    /** A planned thing was left as it is, because the plan no longer holds for it. */
    public void skipped(String reason, long size) {
        add(Outcome.SKIPPED, reason, 1, size);
    }

    /** A planned thing could not be done; {@code what} names it and says why. */
    public void failed(String reason, String what, long size) {
        add(Outcome.FAILED, reason, 1, size);
        note(reason + ": " + what);
    }

    public synchronized void add(Outcome outcome, String reason, long number, long size) {
        tally.add(outcome, reason, number, size);
        if (outcome != Outcome.PLANNED) {
            count += number;
            bytes += size;
        }
    }

    /** A line for people. */
    public synchronized void note(String line) {
        if (notes.size() < MOST_NOTES) {
            notes.add(line);
        } else {
            droppedNotes++;
        }
    }

    /** A line for people behind all others, of which there are few: it is never left out. */
    public synchronized void conclude(String line) {
        conclusions.add(line);
    }

    /** Takes over what a plan says of itself. */
    synchronized void begin(List<Count> planned, List<String> remarks) {
        planned.forEach(each -> add(each.outcome(), each.reason(), each.count(), each.bytes()));
        remarks.forEach(this::note);
    }

    synchronized long count() {
        return count;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized JobBook.Report report() {
        var all = new ArrayList<>(notes);
        if (droppedNotes > 0) {
            all.add("and " + droppedNotes + " more such lines");
        }
        all.addAll(conclusions);
        return new JobBook.Report(tally.counts(), all);
    }
}
