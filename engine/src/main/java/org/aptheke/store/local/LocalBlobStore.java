package org.aptheke.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.aptheke.store.BlobCensus;
import org.aptheke.store.BlobRemover;
import org.aptheke.store.BlobSink;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Deposit;
import org.aptheke.store.FileTaking;
import org.aptheke.store.StoreUnusableException;

/**
 * Blobs as files in one data directory, which it holds alone (a second process is refused). Safe for use by many
 * threads.
 *
 * <p>A blob becomes visible in five steps: its bytes are written to {@code partial/ID}; the file is synced; it is
 * renamed to {@code blobs/ab/cdef…}; that directory is synced; only then may the catalogue name it. Whatever step is
 * the last before the power goes, the name in {@code blobs} is absent or stands for all the bytes, because they were
 * durable before the name was made. What else can be left is a file in {@code partial} that nothing names, or a blob
 * that nothing names; the former is removed by {@link Recovery}, the latter is found again by its digest.
 * {@code partial} itself is never synced: a name that comes back there after a rename is such a left-over.
 *
 * <p>Commits that come together share their syncs ({@link GroupCommit}); these steps hold for each of them.
 */
public final class LocalBlobStore implements BlobSource, BlobSink, FileTaking, BlobCensus, BlobRemover, Closeable {
    private final BlobLayout layout;
    private final Disk disk;
    private final Room room;
    private final DataLock lock;
    private final RunningMarker marker;
    private final LastEnd lastEnd;
    private final int droppedUnread;
    private final GroupCommit commits;
    private final Reservations reservations;
    private final AtomicInteger openFiles = new AtomicInteger();
    private final PartialFiles partials;
    private final ContentHolds holds = new ContentHolds();
    private final BlobShelves shelves;
    private final Quarantine quarantine;

    private LocalBlobStore(BlobLayout layout, Disk disk, long keepFree, DataLock lock, RunningMarker marker)
            throws IOException {
        this.layout = layout;
        this.disk = disk;
        this.lock = lock;
        this.marker = marker;
        room = new Room(disk, keepFree);
        partials = new PartialFiles(layout, disk, room, openFiles);
        commits = new GroupCommit(disk, layout, new SyncChoice(disk, System::nanoTime));
        reservations = new Reservations(layout, disk);
        shelves = new BlobShelves(layout);
        quarantine = new Quarantine(layout, disk);
        lastEnd = marker.lastEnd();
        // Before the marker is renewed: else an end right here would leave them looking trustworthy.
        droppedUnread = lastEnd == LastEnd.POWER_LOST ? partials.dropAll() : 0;
        marker.set();
    }

    /**
     * Opens the store in a directory, and makes the directory when there is none. Run {@link Recovery} next.
     *
     * @param keepFree bytes of the disk that deposits leave free, for the catalogue and for others
     * @throws StoreUnusableException when the directory cannot be written or another process uses it
     */
    public static LocalBlobStore open(Path data, long keepFree) throws IOException {
        var layout = new BlobLayout(data);
        try {
            Files.createDirectories(data);
            return open(layout, new RealDisk(data), keepFree, RunningMarker.bootOfThisMachine());
        } catch (FileSystemException e) {
            throw new StoreUnusableException(data + " cannot be written: " + e.getMessage(), e);
        }
    }

    static LocalBlobStore open(BlobLayout layout, Disk disk, long keepFree, Optional<String> boot) throws IOException {
        disk.createDirectory(layout.blobs());
        disk.createDirectory(layout.partials());
        var lock = DataLock.take(layout);
        boolean opened = false;
        try {
            probe(layout, disk);
            var store = new LocalBlobStore(layout, disk, keepFree, lock, new RunningMarker(layout, disk, boot));
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Finds out now, not at the first fetch, that a directory is read-only or that the two are on different disks. */
    private static void probe(BlobLayout layout, Disk disk) throws IOException {
        var from = layout.partials().resolve("probe");
        var to = layout.blobs().resolve("probe");
        disk.delete(from);
        disk.create(from).close();
        disk.rename(from, to);
        disk.delete(to);
    }

    @Override
    public Optional<Content.OpenFile> open(Digest digest, long size) throws IOException {
        // First, so that a blob that is found now is not removed as one that nobody reads.
        holds.beginReading(digest);
        boolean opened = false;
        try {
            var file = openSized(layout.blob(digest), OptionalLong.of(size));
            opened = file.isPresent();
            return file.map(open -> new HeldFile(open, () -> holds.endReading(digest)));
        } finally {
            if (!opened) {
                holds.endReading(digest);
            }
        }
    }

    @Override
    public Optional<String> reservedFor(Digest digest) throws IOException {
        return reservations.holder(digest);
    }

    @Override
    public Optional<Content.OpenFile> openPartial(String partial) throws IOException {
        var path = layout.partial(partial);
        return path.isEmpty() ? Optional.empty() : openSized(path.get(), OptionalLong.empty());
    }

    private Optional<Content.OpenFile> openSized(Path path, OptionalLong expected) throws IOException {
        FileChannel channel;
        try {
            channel = disk.openForReading(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean handedOver = false;
        try {
            long size = channel.size();
            if (expected.isPresent() && expected.getAsLong() != size) {
                return Optional.empty();
            }
            handedOver = true;
            return Optional.of(new SharedFile(channel, openFiles).handle(size));
        } finally {
            if (!handedOver) {
                channel.close();
            }
        }
    }

    SharedFile openShared(Path path) throws IOException {
        return new SharedFile(disk.openForReading(path), openFiles);
    }

    @Override
    public Deposit open(long first, OptionalLong completeLength, Set<DigestAlgorithm> also) throws IOException {
        return new LocalDeposit(this, partials.begin(first, completeLength, new Digester(also)));
    }

    @Override
    public Taken take(Path file, boolean mayShare, Set<DigestAlgorithm> also) throws IOException {
        var taken = partials.take(file, mayShare, new Digester(also));
        return new Taken(new LocalDeposit(this, taken.begun()), taken.shared());
    }

    @Override
    public Optional<Deposit> resume(String partial, long first, OptionalLong completeLength, Set<DigestAlgorithm> also)
            throws IOException {
        return partials.resume(partial, first, completeLength, new Digester(also))
                .map(begun -> new LocalDeposit(this, begun));
    }

    @Override
    public boolean holds(Digest digest, long size) throws IOException {
        return disk.size(layout.blob(digest)).equals(OptionalLong.of(size));
    }

    @Override
    public void discardPartial(String partial) throws IOException {
        var _ = partials.remove(partial);
    }

    /**
     * Makes a partial file durable, and a blob. The blob is to be {@link #held} before, and stays until it is
     * {@link #filed}.
     */
    void commit(GroupCommit.Candidate candidate) throws IOException {
        commits.commit(candidate);
    }

    /** It is about to be a blob: no job removes it. */
    void held(Digest digest) {
        holds.beginWriting(digest);
    }

    /** The catalogue may have it now: it is treated as all others from now on. */
    void filed(Digest digest) {
        holds.endWriting(digest);
    }

    // ---- for jobs

    @Override
    public void forEachBlob(int shelf, BlobTaker taker) throws IOException {
        shelves.forEachBlob(shelf, taker);
    }

    @Override
    public boolean has(Digest digest) throws IOException {
        return disk.size(layout.blob(digest)).isPresent();
    }

    @Override
    public List<String> strangers() throws IOException {
        return shelves.strangers();
    }

    @Override
    public OptionalLong usedBytes() {
        return room.used();
    }

    @Override
    public long countUsed() throws IOException {
        long changes = room.changes();
        long[] bytes = new long[1];
        for (int shelf = 0; shelf < SHELVES; shelf++) {
            shelves.forEachBlob(shelf, (digest, size, writtenAt) -> bytes[0] += size);
        }
        bytes[0] += partials.bytesAtRest();
        // What came or went meanwhile may have been counted or not. Where the count is known already, it is better.
        if (room.used().isEmpty() || room.changes() == changes) {
            room.counted(bytes[0], changes);
        }
        return bytes[0];
    }

    /**
     * Limits what is stored; until it was counted nothing is refused.
     *
     * @param mark {@code pressed} is told when more than this is stored, or when something was refused: cheaply, by any
     *     thread, and again and again
     */
    public void limit(long bytes, long mark, Runnable pressed) {
        room.limit(bytes, mark, pressed);
    }

    @Override
    public long usableBytes() throws IOException {
        return room.usableSpace();
    }

    @Override
    public Optional<Leaving> announce(Digest digest, boolean evenIfRead) {
        return holds.beginLeaving(digest, evenIfRead) ? Optional.of(new LeavingBlob(digest, this)) : Optional.empty();
    }

    /** Removes a blob that was announced, or puts it aside, which nobody keeps it from; false when somebody came for it. */
    boolean leave(Digest digest, boolean aside) throws IOException {
        var file = layout.blob(digest);
        boolean gone = holds.perform(digest, aside, () -> {
            var size = disk.size(file);
            if (aside && size.isPresent()) {
                quarantine.take(file);
            } else {
                disk.delete(file);
            }
            room.changed(-size.orElse(0));
        });
        // Who came for it may write it again, and count on the note.
        if (gone) {
            holds.perform(digest, false, () -> reservations.forgetGone(digest));
        }
        return gone;
    }

    void stays(Digest digest) {
        holds.endLeaving(digest);
    }

    @Override
    public void quarantineStranger(String name) throws IOException {
        quarantine.take(layout.blobs().resolve(name));
    }

    @Override
    public boolean removePartial(String partial) throws IOException {
        return partials.remove(partial);
    }

    Reservations reservations() {
        return reservations;
    }

    BlobLayout layout() {
        return layout;
    }

    Room room() {
        return room;
    }

    PartialFiles partials() {
        return partials;
    }

    LastEnd lastEnd() {
        return lastEnd;
    }

    /** How many partial files were dropped when the store was opened, because they may hold anything. */
    int droppedUnread() {
        return droppedUnread;
    }

    /** The number of files that are open now, for reading or writing. */
    public int openFiles() {
        return openFiles.get();
    }

    /** Gives the directory back. The end counts as clean when no deposit is being written. */
    @Override
    public void close() throws IOException {
        try (lock;
                commits) {
            if (partials.areAtRest()) {
                syncLeftPartials();
                marker.clear();
            }
        }
    }

    /** A deposit that is kept syncs its file, but files that a killed process left were trusted without that. */
    private void syncLeftPartials() throws IOException {
        if (lastEnd == LastEnd.KILLED) {
            partials.syncAll();
        }
    }
}
