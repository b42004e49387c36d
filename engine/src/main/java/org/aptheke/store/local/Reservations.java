package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aptheke.digest.Digest;
import org.aptheke.store.Blob;

/**
 * Notes beside the blobs that not everybody may have, so that they are known when the catalogue is lost. A note is durable
 * before its blob is visible, and goes only when the blob is for all, or is gone durably; what a crash leaves can only be a
 * note too many. Safe for use by many threads.
 */
final class Reservations {
    private final BlobLayout layout;
    private final Disk disk;

    /** Directories of notes that are known to be there, and durable. */
    private final Set<Path> directories = ConcurrentHashMap.newKeySet();

    Reservations(BlobLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** Notes it of a blob that is about to be visible; not of one that is so already. */
    void note(Blob blob, String holder) throws IOException {
        boolean present = disk.size(layout.blob(blob.digest())).equals(OptionalLong.of(blob.size()));
        if (present) {
            return;
        }
        var directory = layout.notesLike(blob.digest());
        makeDirectory(directory);
        try (var file = disk.create(layout.note(blob.digest()))) {
            file.truncate(0);
            file.write(0, ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.sync();
        }
        disk.syncDirectory(directory);
    }

    private void makeDirectory(Path directory) throws IOException {
        if (!directories.contains(directory)) {
            disk.createDirectory(directory);
            disk.syncDirectory(layout.reserved());
            disk.syncDirectory(layout.data());
            directories.add(directory);
        }
    }

    /** The blob is visible, and for all. */
    void forget(Blob blob) throws IOException {
        var note = layout.note(blob.digest());
        if (disk.size(note).isPresent()) {
            disk.delete(note);
        }
    }

    /** There is no such blob any more; its name must not come back without the note. */
    void forgetGone(Digest digest) throws IOException {
        var note = layout.note(digest);
        if (disk.size(note).isPresent()) {
            disk.syncDirectory(layout.directoryOf(digest));
            disk.delete(note);
        }
    }

    /** Nobody, where a note is damaged: its first line is empty then. */
    Optional<String> holder(Digest digest) throws IOException {
        try (var channel = disk.openForReading(layout.note(digest));
                var reader = Channels.newReader(channel, StandardCharsets.US_ASCII)) {
            return Optional.of(reader.readAllAsString().lines().findFirst().orElse(""));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
