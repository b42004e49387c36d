package org.aptheke.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive's tree as a bad mirror has it: each generation takes the place of the one before file by file, in the
 * worst order and with pauses in between. Files of the pool are all there all the time. For one thread.
 */
public final class ChangingTree {
    /** So many generations keep their by-hash names. */
    private static final int HASHED_GENERATIONS = 3;

    private final ArchiveBuilder archive;
    private final Path directory;
    private final Path live;
    private int taken;
    private int published;

    /** In which order the files of a generation are replaced. */
    public enum Order {
        /** For a while the release file promises what is not there yet. */
        RELEASE_FIRST,
        /** For a while the indexes are newer than the release file. */
        RELEASE_LAST
    }

    private ChangingTree(ArchiveBuilder archive, Path directory) throws IOException {
        this.archive = archive;
        this.directory = directory;
        this.live = Files.createDirectories(directory.resolve("live"));
        Files.createSymbolicLink(live.resolve("pool"), archive.root().resolve("pool"));
    }

    /** Generations of that archive, kept below the directory. */
    public static ChangingTree of(ArchiveBuilder archive, Path directory) throws IOException {
        return new ChangingTree(archive, directory);
    }

    /** The directory to serve. */
    public Path root() {
        return live;
    }

    /** Keeps what the archive has published last as the next generation. */
    public void take() throws IOException {
        var dists = archive.root().resolve("dists");
        var kept = generation(taken++);
        for (var file : files(dists)) {
            copy(dists.resolve(file), kept.resolve(file));
        }
    }

    /** How many were taken and are not published yet. */
    public int waiting() {
        return taken - published;
    }

    /** Replaces the generation by the next one, taking that long over it. */
    public void publishNext(Order order, Duration over) throws IOException {
        var next = generation(published++);
        var files = new ArrayList<>(files(next));
        files.sort(Comparator.comparing((String file) -> !isRelease(file)).thenComparing(file -> file));
        if (order == Order.RELEASE_LAST) {
            Collections.reverse(files);
        }
        var changed = files.stream().filter(file -> differs(next, file)).toList();
        long pause = changed.isEmpty() ? 0 : over.toNanos() / changed.size();
        for (var file : changed) {
            copy(next.resolve(file), live.resolve("dists").resolve(file));
            LockSupport.parkNanos(pause);
        }
        dropOldHashes();
    }

    private boolean differs(Path next, String file) {
        try {
            var there = live.resolve("dists").resolve(file);
            return !Files.exists(there) || Files.mismatch(next.resolve(file), there) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dropOldHashes() throws IOException {
        Set<String> kept = new TreeSet<>();
        for (int i = Math.max(0, published - HASHED_GENERATIONS); i < published; i++) {
            kept.addAll(files(generation(i)));
        }
        for (var file : files(live.resolve("dists"))) {
            if (file.contains("/by-hash/") && !kept.contains(file)) {
                Files.delete(live.resolve("dists").resolve(file));
            }
        }
    }

    private Path generation(int number) {
        return directory.resolve("generation-" + number);
    }

    private static boolean isRelease(String file) {
        var name = file.substring(file.lastIndexOf('/') + 1);
        return name.equals("InRelease") || (name.startsWith("Release") && file.indexOf('/') == file.lastIndexOf('/'));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.endsWith(".new"))
                    .collect(Collectors.toList());
        }
    }

    /** Whoever reads it gets the old file or the new one. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        var fresh = to.resolveSibling(to.getFileName() + ".new");
        Files.copy(from, fresh, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
