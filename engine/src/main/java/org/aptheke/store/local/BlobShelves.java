package org.aptheke.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.digest.Digest;
import org.aptheke.store.BlobCensus.BlobTaker;

/** The directories below {@code blobs}, one for each first byte of a digest. */
final class BlobShelves {
    private static final Pattern SHELF = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern REST = Pattern.compile("[0-9a-f]{62}");

    private final BlobLayout layout;

    BlobShelves(BlobLayout layout) {
        this.layout = layout;
    }

    void forEachBlob(int shelf, BlobTaker taker) throws IOException {
        var name = "%02x".formatted(shelf);
        try (var entries = Files.newDirectoryStream(layout.blobs().resolve(name))) {
            for (var entry : entries) {
                var rest = name(entry);
                if (REST.matcher(rest).matches()) {
                    take(Digest.ofHex(name + rest), entry, taker);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // no blob was put there yet
        }
    }

    private static void take(Digest digest, Path file, BlobTaker taker) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return; // removed since the directory was read
        }
        if (attributes.isRegularFile()) {
            taker.take(digest, attributes.size(), attributes.lastModifiedTime().toInstant());
        }
    }

    /** Names relative to {@code blobs} of what this store has not made. */
    List<String> strangers() throws IOException {
        var strangers = new ArrayList<String>();
        try (var shelves = Files.newDirectoryStream(layout.blobs())) {
            for (var shelf : shelves) {
                if (SHELF.matcher(name(shelf)).matches() && Files.isDirectory(shelf)) {
                    addStrangers(shelf, strangers);
                } else {
                    strangers.add(name(shelf));
                }
            }
        }
        return strangers;
    }

    private static void addStrangers(Path shelf, List<String> strangers) throws IOException {
        try (var entries = Files.newDirectoryStream(shelf)) {
            for (var entry : entries) {
                if (!REST.matcher(name(entry)).matches() || !Files.isRegularFile(entry)) {
                    strangers.add(name(shelf) + "/" + name(entry));
                }
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
