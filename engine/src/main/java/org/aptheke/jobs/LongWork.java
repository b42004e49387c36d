package org.aptheke.jobs;

/** Gives way to clients now and then within a large content. Used by the thread of a run. */
public final class LongWork {
    private static final long GIVE_WAY_EVERY_BYTES = 4 << 20;

    private final Watch watch;
    private long sinceLast;

    public LongWork(Watch watch) {
        this.watch = watch;
    }

    /** So many bytes more were read or written. */
    public void moved(int bytes) throws InterruptedException {
        sinceLast += bytes;
        if (sinceLast >= GIVE_WAY_EVERY_BYTES) {
            watch.giveWay();
            sinceLast = 0;
        }
    }
}
