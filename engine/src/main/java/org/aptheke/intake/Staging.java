package org.aptheke.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.bundle.BundleList;
import org.aptheke.bundle.BundleReader;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.LongWork;
import org.aptheke.jobs.Watch;
import org.aptheke.store.BlobSink;

/**
 * A directory in which the contents of a bundle are while it is read, named by their digests: no name that a bundle says
 * becomes the name of a file. What the store has is not written again. Used by one thread.
 */
final class Staging {
    private final Path directory;
    private final BlobSink sink;
    private final Set<Digest> known = new HashSet<>();

    private Staging(Path directory, BlobSink sink) {
        this.directory = directory;
        this.sink = sink;
    }

    static Staging in(Path directory, BlobSink sink) throws IOException {
        clear(directory);
        return new Staging(Files.createDirectories(directory), sink);
    }

    /** Removes the directory with all that is in it: no directories. */
    static void clear(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                Files.delete(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Files.delete(directory);
    }

    /** Reads a bundle to its end. When this returns, all that is here, or is known, is what its list says. */
    void fill(BundleReader bundle, Watch watch) throws IOException, InterruptedException {
        var contents = bundle.list().contents();
        requireRoom(bundle.list());
        int number = 0;
        for (var content : contents) {
            watch.giveWay();
            watch.doing("reads the bundle: " + ++number + " of " + contents.size() + " files");
            if (isKnown(content)) {
                var work = new LongWork(watch);
                bundle.read(content, bytes -> work.moved(bytes.remaining()));
            } else {
                write(bundle, content, watch);
            }
        }
        bundle.end();
    }

    /** A deposit of that size, that nothing is written to: whether there is room is known to the store alone. */
    private void requireRoom(BundleList list) throws IOException {
        long bytes = 0;
        for (var content : list.contents()) {
            if (sink.holds(content.digest(), content.size())) {
                known.add(content.digest());
            } else {
                bytes += content.size();
            }
        }
        sink.open(0, OptionalLong.of(bytes)).close();
    }

    boolean isKnown(BundleList.Packed content) {
        return known.contains(content.digest());
    }

    Path fileOf(BundleList.Packed content) {
        return directory.resolve(content.digest().toHex());
    }

    private void write(BundleReader bundle, BundleList.Packed content, Watch watch)
            throws IOException, InterruptedException {
        try (var file = FileChannel.open(fileOf(content), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var work = new LongWork(watch);
            bundle.read(content, bytes -> {
                work.moved(bytes.remaining());
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            });
        }
    }

    void remove() throws IOException {
        clear(directory);
    }
}
