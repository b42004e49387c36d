package org.aptheke.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether to sync files one by one or the whole disk at once. That is one wait for many files, but it also waits for what
 * others have written there: where it once took long, it is not tried again for a while. Used by one thread.
 */
final class SyncChoice implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SyncChoice.class);

    /** So many syncs cost more than one of everything. */
    static final int WORTH_IT = 4;

    static final Duration LONG = Duration.ofMillis(250);

    /** For so many times as long as it took it is not tried again, so that such waits are a small part of the time. */
    static final int PAUSE_FACTOR = 16;

    private final Disk disk;
    private final Ticker ticker;
    private Optional<Disk.Whole> whole = Optional.empty();
    private boolean opened;
    private boolean avoiding;
    private long avoidUntil;

    /** Nanoseconds that pass. */
    interface Ticker {
        long nanos();
    }

    SyncChoice(Disk disk, Ticker ticker) {
        this.disk = disk;
        this.ticker = ticker;
    }

    boolean prefersWhole(int syncs) {
        if (syncs < WORTH_IT) {
            return false;
        }
        if (!opened) {
            open();
            return false; // of what has been written already, it might not tell that it was lost
        }
        if (avoiding && ticker.nanos() - avoidUntil >= 0) {
            avoiding = false;
        }
        return !avoiding && whole.isPresent();
    }

    private void open() {
        opened = true;
        try {
            whole = disk.openWhole();
        } catch (IOException e) {
            LOG.warn("the disk cannot be synced as a whole: {}", e.getMessage());
        }
    }

    void syncWhole() throws IOException {
        long begun = ticker.nanos();
        whole.orElseThrow().sync();
        long ended = ticker.nanos();
        if (ended - begun > LONG.toNanos()) {
            avoiding = true;
            avoidUntil = ended + PAUSE_FACTOR * (ended - begun);
        }
    }

    @Override
    public void close() {
        try {
            if (whole.isPresent()) {
                whole.get().close();
            }
        } catch (IOException e) {
            LOG.warn("closing what syncs the disk: {}", e.getMessage());
        }
    }
}
