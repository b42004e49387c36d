package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.aptheke.digest.Digest;

/**
 * Notes beside the blobs that not everybody may have, so that they are known when the catalogue is lost. A note is durable
 * before its blob is visible, and goes only when the blob is for all; what a crash leaves can only be a note too many. Safe
 * for use by many threads.
 */
final class Reservations {
    private final BlobLayout layout;
    private final Disk disk;
    private final DirectorySync directorySync;

    Reservations(BlobLayout layout, Disk disk, DirectorySync directorySync) {
        this.layout = layout;
        this.disk = disk;
        this.directorySync = directorySync;
    }

    void note(Digest digest, String holder) throws IOException {
        var directory = layout.notesLike(digest);
        disk.createDirectory(directory);
        try (var file = disk.create(layout.note(digest))) {
            file.truncate(0);
            file.write(0, ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.sync();
        }
        directorySync.sync(directory);
        directorySync.sync(layout.reserved());
        directorySync.sync(layout.data());
    }

    void forget(Digest digest) throws IOException {
        var note = layout.note(digest);
        if (disk.size(note).isPresent()) {
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
