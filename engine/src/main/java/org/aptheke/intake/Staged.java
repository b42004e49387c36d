package org.aptheke.intake;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.store.JobBook;

/** The plan for files that are in a directory of the store's, which goes when they are taken, or are not to be. */
record Staged(IntakePlan inner, Staging staging, List<String> notes) implements Plan {
    Staged {
        notes = List.copyOf(notes);
    }

    @Override
    public List<JobBook.Count> counts() {
        return inner.counts();
    }

    @Override
    public Iterator<Step> steps() {
        return inner.steps();
    }

    @Override
    public void discard() throws IOException {
        staging.remove();
    }

    @Override
    public void end(Ledger ledger) throws IOException {
        inner.end(ledger);
        staging.remove();
        if (inner.isFull()) {
            throw new IOException("there is no room for all of it; make room, and import it once more");
        }
    }
}
