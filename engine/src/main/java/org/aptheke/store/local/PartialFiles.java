package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.digest.Digester;

/**
 * The directory {@code partial}: which files are in it, and which of them a deposit is writing. Nobody else removes or
 * counts these. Safe for use by many threads.
 */
final class PartialFiles {
    private static final int REHASH_BYTES = 128 * 1024;

    private final BlobLayout layout;
    private final Disk disk;
    private final Room room;
    private final AtomicInteger openFiles;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();

    /** @param openFiles counts those that deposits write, too */
    PartialFiles(BlobLayout layout, Disk disk, Room room, AtomicInteger openFiles) {
        this.layout = layout;
        this.disk = disk;
        this.room = room;
        this.openFiles = openFiles;
    }

    // ---- for deposits

    /** A new file. */
    LocalDeposit.Begun begin(long first, OptionalLong completeLength, Digester digester) throws IOException {
        var partial = UUID.randomUUID().toString();
        var path = layout.partials().resolve(partial);
        long reserved = Math.max(0, completeLength.orElse(first) - first);
        room.reserve(reserved);
        use(partial);
        boolean begun = false;
        try {
            var file = disk.create(path);
            begun = true;
            return new LocalDeposit.Begun(partial, path, file, digester, first, first, reserved, 0);
        } catch (IOException e) {
            room.giveBack(reserved);
            throw room.explain(e, 1);
        } finally {
            if (!begun) {
                finished(partial);
            }
        }
    }

    /** A file that has the bytes of another one, and whether it is only another name of it. */
    record Taken(LocalDeposit.Begun begun, boolean shared) {}

    Taken take(Path source, boolean mayShare, Digester digester) throws IOException {
        var partial = UUID.randomUUID().toString();
        var path = layout.partials().resolve(partial);
        use(partial);
        boolean taken = false;
        try {
            var placed = new Taking(disk, room).place(source, path, mayShare);
            try {
                var begun = digested(partial, path, placed.file(), digester);
                taken = true;
                return new Taken(begun, placed.shared());
            } finally {
                room.giveBack(placed.reserved());
            }
        } finally {
            if (!taken) {
                finished(partial);
            }
        }
    }

    private LocalDeposit.Begun digested(String partial, Path path, Disk.WritableFile file, Digester digester)
            throws IOException {
        try {
            long end = file.length();
            digest(file, 0, end, digester);
            room.written(end);
            return new LocalDeposit.Begun(partial, path, file, digester, 0, end, 0, end);
        } catch (IOException e) {
            try (file) {
                disk.delete(path);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** A file that was left, with its bytes from {@code first} on; empty when it has none, or is being written. */
    Optional<LocalDeposit.Begun> resume(String partial, long first, OptionalLong completeLength, Digester digester)
            throws IOException {
        var path = layout.partial(partial);
        if (path.isEmpty() || !use(partial)) {
            return Optional.empty();
        }
        boolean resumed = false;
        try {
            if (disk.size(path.get()).orElse(0) <= first) {
                return Optional.empty();
            }
            var begun = resume(new Left(partial, path.get(), first, completeLength), digester);
            resumed = true;
            return Optional.of(begun);
        } finally {
            if (!resumed) {
                finished(partial);
            }
        }
    }

    /** A partial file to go on with. */
    private record Left(String partial, Path path, long first, OptionalLong completeLength) {}

    private LocalDeposit.Begun resume(Left left, Digester digester) throws IOException {
        long first = left.first();
        var completeLength = left.completeLength();
        var file = disk.reopen(left.path());
        boolean resumed = false;
        try {
            long length = file.length();
            long end = length;
            if (end > completeLength.orElse(end)) {
                end = Math.max(first, completeLength.getAsLong());
                file.truncate(end);
                room.changed(end - length);
            }
            digest(file, first, end, digester);
            long reserved = Math.max(0, completeLength.orElse(end) - end);
            room.reserve(reserved);
            resumed = true;
            room.changed(-end);
            room.written(end);
            return new LocalDeposit.Begun(left.partial(), left.path(), file, digester, first, end, reserved, end);
        } finally {
            if (!resumed) {
                file.close();
            }
        }
    }

    private static void digest(Disk.WritableFile file, long first, long end, Digester digester) throws IOException {
        byte[] buffer = new byte[REHASH_BYTES];
        long position = first;
        while (position < end) {
            int count = file.read(position, buffer);
            if (count < 0) {
                throw new IOException("the file ends at " + position + ", not at " + end);
            }
            count = (int) Math.min(count, end - position);
            digester.update(ByteBuffer.wrap(buffer, 0, count));
            position += count;
        }
    }

    /** False when another deposit writes it. */
    private boolean use(String partial) {
        boolean free = inUse.add(partial);
        if (free) {
            openFiles.incrementAndGet();
        }
        return free;
    }

    /** The deposit no longer writes its file, and has closed it. */
    void finished(String partial) {
        openFiles.decrementAndGet();
        inUse.remove(partial);
    }

    /** Whether no deposit writes any. */
    boolean areAtRest() {
        return inUse.isEmpty();
    }

    // ---- all of them

    /** The names of all, those being written too. */
    List<String> names() throws IOException {
        return disk.list(layout.partials());
    }

    /** The size of a file; empty when it is gone. */
    OptionalLong size(String partial) throws IOException {
        var path = layout.partial(partial);
        return path.isEmpty() ? OptionalLong.empty() : disk.size(path.get());
    }

    /** The bytes of those that no deposit writes. */
    long bytesAtRest() throws IOException {
        long bytes = 0;
        for (var name : names()) {
            if (!inUse.contains(name)) {
                bytes += size(name).orElse(0);
            }
        }
        return bytes;
    }

    /** Removes one and counts it out; false when a deposit writes it, or it is none. */
    boolean remove(String partial) throws IOException {
        var path = layout.partial(partial);
        if (path.isEmpty() || !inUse.add(partial)) {
            return false;
        }
        try {
            long size = disk.size(path.get()).orElse(0);
            disk.delete(path.get());
            room.changed(-size);
            return true;
        } finally {
            inUse.remove(partial);
        }
    }

    /** Removes whatever has that name there, also when this store would not have given it; nobody counts it. */
    void drop(String name) throws IOException {
        disk.delete(layout.partials().resolve(name));
    }

    int dropAll() throws IOException {
        var names = names();
        for (var name : names) {
            drop(name);
        }
        return names.size();
    }

    /** Makes them durable. */
    void syncAll() throws IOException {
        for (var name : names()) {
            try (var file = disk.reopen(layout.partials().resolve(name))) {
                file.sync();
            }
        }
    }
}
