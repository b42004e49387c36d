package org.aptheke.store.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.digest.Digest;

/**
 * Where things are in the data directory. For example
 * {@code blobs/e3/b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855} is the blob of no bytes, and
 * {@code partial/7c0e0cb2-6a54-4a3e-9f0a-1b8a3a2b8e11} is one being written. The file
 * {@code reserved/e3/b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855} says in its first line for whom a
 * blob is that is not for all.
 */
record BlobLayout(Path data) {
    private static final Pattern PARTIAL_NAME = Pattern.compile("[0-9a-f-]{1,64}");

    Path blobs() {
        return data.resolve("blobs");
    }

    Path partials() {
        return data.resolve("partial");
    }

    Path quarantine() {
        return data.resolve("quarantine");
    }

    Path lock() {
        return data.resolve("lock");
    }

    Path runningMarker() {
        return data.resolve("running");
    }

    Path directoryOf(Digest digest) {
        return blobs().resolve(digest.toHex().substring(0, 2));
    }

    Path blob(Digest digest) {
        return directoryOf(digest).resolve(digest.toHex().substring(2));
    }

    Path reserved() {
        return data.resolve("reserved");
    }

    Path notesLike(Digest digest) {
        return reserved().resolve(digest.toHex().substring(0, 2));
    }

    /** The note about a blob that is not for all. */
    Path note(Digest digest) {
        return notesLike(digest).resolve(digest.toHex().substring(2));
    }

    /** Empty when the name is none that this store gives: it may come from a damaged catalogue. */
    Optional<Path> partial(String name) {
        return PARTIAL_NAME.matcher(name).matches() ? Optional.of(partials().resolve(name)) : Optional.empty();
    }
}
