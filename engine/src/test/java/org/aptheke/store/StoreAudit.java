package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.Digester;
import org.aptheke.store.local.LocalBlobStore;

/** Asserts that a data directory and a catalogue agree while nothing is being fetched. Reads every blob. */
public final class StoreAudit {
    private StoreAudit() {}

    /** Also that nobody has forgotten to close a file. */
    public static void check(Path data, LocalBlobStore store, Catalog catalog) throws IOException {
        assertThat(store.openFiles()).as("open files").isZero();
        check(data, catalog);
    }

    public static void check(Path data, Catalog catalog) throws IOException {
        checkParts(data, catalog.parts());
        var whole = checkBlobs(data.resolve("blobs"));
        for (var key : catalog.keys("", Integer.MAX_VALUE)) {
            for (var response : catalog.find(key)) {
                // A response without content needs no file.
                assertThat(response.size() == 0 || whole.contains(new Blob(response.digest(), response.size())))
                        .as("%s has its blob %s of %d bytes", key, response.digest(), response.size())
                        .isTrue();
            }
        }
    }

    private static void checkParts(Path data, List<StoredPart> parts) throws IOException {
        var named = new HashSet<String>();
        for (var part : parts) {
            named.add(part.partial());
            assertThat(Files.size(data.resolve("partial").resolve(part.partial())))
                    .as("%s: the end of its partial file %s", part.key(), part.partial())
                    .isGreaterThan(part.first());
        }
        assertThat(names(data.resolve("partial"))).as("partial files").isEqualTo(named);
    }

    /** Each file holds the bytes that its name promises. */
    private static Set<Blob> checkBlobs(Path blobs) throws IOException {
        var whole = new HashSet<Blob>();
        for (var directory : names(blobs)) {
            for (var name : names(blobs.resolve(directory))) {
                byte[] bytes = Files.readAllBytes(blobs.resolve(directory).resolve(name));
                var digester = new Digester();
                digester.update(ByteBuffer.wrap(bytes));
                assertThat(digester.current().toHex()).as("digest of a blob").isEqualTo(directory + name);
                whole.add(new Blob(digester.current(), bytes.length));
            }
        }
        return whole;
    }

    private static Set<String> names(Path directory) throws IOException {
        var names = new HashSet<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }
}
