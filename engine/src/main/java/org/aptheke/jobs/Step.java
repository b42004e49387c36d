package org.aptheke.jobs;

import java.io.IOException;

/** A piece of a plan, small enough to wait for when the run is cancelled. */
public interface Step {
    /**
     * Looks again whether what was planned still holds, and does what does. Says in the ledger what came of each thing
     * that was counted in the plan. A crash anywhere in it leaves the store right.
     *
     * @throws IOException when it failed; the run notes that and goes on
     */
    void apply(Ledger ledger) throws IOException, InterruptedException;
}
