package org.aptheke.store.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.aptheke.store.Blob;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;

/** A partial file being written by one thread, and read by many. */
final class LocalDeposit implements Deposit {
    /** So often the room on the disk is looked at. */
    private static final long CHECK_EVERY_BYTES = 4 << 20;

    private enum State {
        OPEN,
        COMMITTED,
        KEPT,
        DISCARDED
    }

    private final LocalBlobStore store;
    private final String partial;
    private final Disk.WritableFile file;
    private final Digester digester;
    private final long first;

    private volatile long end;
    private long checkedAt;
    private long reserved;

    /** Bytes that the room counts because of this deposit. */
    private long counted;

    /** Whether bytes of a failed write may stand behind {@link #end}. */
    private boolean tailInDoubt;

    @GuardedBy("this")
    private State state = State.OPEN;

    @GuardedBy("this")
    private boolean fileClosed;

    /** What was committed and is held until this deposit is closed. */
    @GuardedBy("this")
    private @Nullable Digest committed;

    /** Where the bytes are now. */
    @GuardedBy("this")
    private Path path;

    /** What all readers share; void when its last user has gone. */
    @GuardedBy("this")
    private @Nullable SharedFile shared;

    /** The same while this deposit is one of its users. */
    @GuardedBy("this")
    private @Nullable SharedFile own;

    LocalDeposit(LocalBlobStore store, Begun begun) {
        this.store = store;
        this.partial = begun.partial();
        this.path = begun.path();
        this.file = begun.file();
        this.digester = begun.digester();
        this.first = begun.first();
        this.end = begun.end();
        this.checkedAt = begun.end();
        this.reserved = begun.reserved();
        this.counted = begun.counted();
    }

    /**
     * What a deposit begins with.
     *
     * @param reserved bytes of room that are its own
     * @param counted bytes that the room counts already
     */
    record Begun(
            String partial,
            Path path,
            Disk.WritableFile file,
            Digester digester,
            long first,
            long end,
            long reserved,
            long counted) {}

    @Override
    public String partial() {
        return partial;
    }

    @Override
    public long first() {
        return first;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        requireOpen();
        int count = bytes.remaining();
        long position = end;
        var digested = bytes.duplicate();
        try {
            if (count > reserved) {
                store.room().requireWithinBudget(count - reserved);
            }
            if (position + count - checkedAt >= CHECK_EVERY_BYTES) {
                store.room().check();
                checkedAt = position;
            }
            file.write(position, bytes);
        } catch (IOException e) {
            dropTail(e);
            throw store.room().explain(e, count);
        }
        digester.update(digested);
        useReserve(count);
        store.room().changed(count);
        counted += count;
        // Last, because from now on readers take these bytes.
        end = position + count;
    }

    private void useReserve(int count) {
        long used = Math.min(reserved, count);
        reserved -= used;
        store.room().giveBack(used);
    }

    /** Bytes behind the end would otherwise be taken for content when the file is committed or resumed. */
    private void dropTail(IOException cause) {
        tailInDoubt = true;
        try {
            file.truncate(end);
            tailInDoubt = false;
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public Digester digester() {
        return digester;
    }

    @Override
    public synchronized Content.OpenFile reader() throws IOException {
        if (shared != null && shared.retain()) {
            return shared.handle(end);
        }
        if (state == State.DISCARDED) {
            throw new IOException("partial/" + partial + " was discarded");
        }
        releaseOwn();
        var opened = store.openShared(path);
        shared = opened;
        if (!fileClosed) {
            // So that the file stays open while no reader follows it just now.
            own = opened.retain() ? opened : null;
        }
        return opened.handle(end);
    }

    @Override
    public Blob commit() throws IOException {
        requireOpen();
        if (first != 0) {
            throw new IllegalStateException("partial/" + partial + " begins at " + first);
        }
        var blob = new Blob(digester.current(), end);
        syncFile();
        store.publish(partial, blob, () -> moved(blob));
        finish();
        return blob;
    }

    /** From here on the file is the store's: closing this deposit must not delete it. */
    private synchronized void moved(Blob blob) {
        state = State.COMMITTED;
        committed = blob.digest();
        path = store.layout().blob(blob.digest());
    }

    @Override
    public void keep() throws IOException {
        requireOpen();
        syncFile();
        synchronized (this) {
            state = State.KEPT;
        }
        // A file that begins with a hole counts whole.
        store.room().changed(end - counted);
        finish();
    }

    private void syncFile() throws IOException {
        try {
            if (tailInDoubt) {
                file.truncate(end);
                tailInDoubt = false;
            }
            file.sync();
        } catch (IOException e) {
            throw store.room().explain(e, 1);
        }
    }

    @Override
    public void close() throws IOException {
        boolean discard;
        synchronized (this) {
            if (committed != null) {
                store.filed(committed);
                committed = null;
            }
            discard = state == State.OPEN;
            if (discard) {
                state = State.DISCARDED;
            }
        }
        try {
            finish();
        } finally {
            if (discard) {
                store.room().changed(-counted);
                store.dropPartial(partial);
            }
        }
    }

    /** Gives back what was held for writing; readers keep theirs. */
    private void finish() throws IOException {
        synchronized (this) {
            if (fileClosed) {
                return;
            }
            fileClosed = true;
        }
        store.room().giveBack(reserved);
        reserved = 0;
        try {
            file.close();
        } finally {
            store.finished(partial);
            synchronized (this) {
                releaseOwn();
            }
        }
    }

    @GuardedBy("this")
    private void releaseOwn() throws IOException {
        var old = own;
        own = null;
        if (old != null) {
            old.release();
        }
    }

    private synchronized void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("partial/" + partial + " is " + state);
        }
    }
}
