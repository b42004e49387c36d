package org.aptheke.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the bytes of a file come into the directory of partial files.
 *
 * <p>Another name of the file (a hard link) costs no room, but who can write to the file by its old name can spoil the
 * blob. So the right to write is taken from everybody first, which only the owner and root can do, and only then the
 * bytes are read for their digest; where that right cannot be taken, the bytes are copied. Root, and a process that has
 * had the file open for writing all the time, can write still: the caller sees to it that there is none. On file systems
 * that can share blocks between files, a copy costs no room either (the kernel does that for
 * {@link Files#copy(Path, Path, java.nio.file.CopyOption...)}), and nobody can spoil it: it is preferred there.
 */
record Taking(Disk disk, Room room) {
    /** The file as a partial file, whether it is only another name, and the room that is to be given back once it counts. */
    record Placed(Disk.WritableFile file, boolean shared, long reserved) {}

    Placed place(Path file, Path partial, boolean mayShare) throws IOException {
        long size = Files.size(file);
        if (mayShare && !disk.sharesBlocks()) {
            room.reserveOfBudget(size);
            Optional<Disk.WritableFile> shared = Optional.empty();
            try {
                shared = disk.share(file, partial);
            } finally {
                if (shared.isEmpty()) {
                    room.giveBack(size);
                }
            }
            if (shared.isPresent()) {
                return new Placed(shared.get(), true, size);
            }
        }
        return new Placed(copied(file, partial, size), false, size);
    }

    private Disk.WritableFile copied(Path file, Path partial, long size) throws IOException {
        room.reserve(size);
        Optional<Disk.WritableFile> copy = Optional.empty();
        try {
            copy = Optional.of(disk.copy(file, partial));
            return copy.get();
        } catch (IOException e) {
            throw room.explain(e, (int) Math.min(size, Integer.MAX_VALUE));
        } finally {
            if (copy.isEmpty()) {
                room.giveBack(size);
                disk.delete(partial);
            }
        }
    }
}
