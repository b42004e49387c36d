package org.aptheke.jobs;

/** A run was told to end here. An interruption of the work, though the thread itself is not interrupted. */
public final class JobCancelledException extends InterruptedException {
    private static final long serialVersionUID = 1;

    public JobCancelledException() {
        super("cancelled");
    }
}
