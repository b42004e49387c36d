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

    /** Bytes that the room counts as held by this deposit. */
    private long counted;

    /** Whether bytes of a failed write may stand behind {@link #end}. */
    private boolean tailInDoubt;

    @GuardedBy("this")
    private State state = State.OPEN;

    @GuardedBy("this")
    private boolean fileClosed;

    /** The blob that this becomes or has become; no job removes it until this deposit is closed. */
    @GuardedBy("this")
    private @Nullable Digest held;

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
                store.room().reserveOfBudget(count - reserved);
                reserved = count;
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
        store.room().written(count);
        useReserve(count);
        counted += count;
        // Last, because from now on readers take these bytes.
        end = position + count;
    }

    private void useReserve(int count) {
        reserved -= count;
        store.room().giveBack(count);
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
        var blob = publish();
        store.reservations().forget(blob);
        return blob;
    }

    @Override
    public Blob commitFor(String holder) throws IOException {
        requireOpen();
        var blob = new Blob(digester.current(), end);
        // First: a blob that goes just now would be looked at as one that is there for all.
        hold(blob);
        store.reservations().note(blob, holder);
        return publish();
    }

    private Blob publish() throws IOException {
        requireOpen();
        if (first != 0) {
            throw new IllegalStateException("partial/" + partial + " begins at " + first);
        }
        var blob = new Blob(digester.current(), end);
        dropDoubtfulTail();
        hold(blob);
        try {
            store.commit(new Whole(blob));
        } catch (IOException e) {
            throw store.room().explain(e, 1);
        }
        finish();
        return blob;
    }

    /** All of it, for the thread that commits. */
    private final class Whole implements GroupCommit.Candidate {
        private final Blob blob;
        private final Path from;

        Whole(Blob blob) {
            this.blob = blob;
            this.from = store.layout().partials().resolve(partial);
        }

        @Override
        public Path path() {
            return from;
        }

        @Override
        public Blob blob() {
            return blob;
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void taken(long replaced) {
            moved(blob);
            store.room().ended(counted, blob.size());
            store.room().changed(-replaced);
        }
    }

    private synchronized void hold(Blob blob) {
        if (held == null) {
            held = blob.digest();
            store.held(held);
        }
    }

    /** From here on the file is the store's: closing this deposit must not delete it. */
    private synchronized void moved(Blob blob) {
        state = State.COMMITTED;
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
        store.room().ended(counted, end);
        finish();
    }

    private void syncFile() throws IOException {
        dropDoubtfulTail();
        try {
            file.sync();
        } catch (IOException e) {
            throw store.room().explain(e, 1);
        }
    }

    private void dropDoubtfulTail() throws IOException {
        if (tailInDoubt) {
            file.truncate(end);
            tailInDoubt = false;
        }
    }

    @Override
    public void close() throws IOException {
        boolean discard;
        synchronized (this) {
            if (held != null) {
                store.filed(held);
                held = null;
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
                store.room().ended(counted, 0);
                store.partials().drop(partial);
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
            store.partials().finished(partial);
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
