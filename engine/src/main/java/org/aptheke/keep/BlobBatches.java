package org.aptheke.keep;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.aptheke.jobs.Step;

/** Makes steps of contents that are to go, some at a time: what must be durable in between costs a batch once. */
final class BlobBatches implements Iterator<Step> {
    private static final int MOST = 100;
    private final Iterator<Doomed> doomed;
    private final BatchStep step;

    /** Does away with one batch. */
    interface BatchStep {
        Step of(List<Doomed> batch);
    }

    BlobBatches(Iterator<Doomed> doomed, BatchStep step) {
        this.doomed = doomed;
        this.step = step;
    }

    @Override
    public boolean hasNext() {
        return doomed.hasNext();
    }

    @Override
    public Step next() {
        if (!doomed.hasNext()) {
            throw new NoSuchElementException();
        }
        var batch = new ArrayList<Doomed>();
        while (batch.size() < MOST && doomed.hasNext()) {
            batch.add(doomed.next());
        }
        return step.of(batch);
    }
}
