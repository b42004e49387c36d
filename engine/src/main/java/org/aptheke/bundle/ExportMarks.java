package org.aptheke.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What was exported under which name, as files of digests: so that the next export holds just what is missing there, and
 * no clock decides. A set is proposed when a bundle was written, and counts when who wanted the bundle says that it has
 * it. Safe for use by many threads.
 */
public final class ExportMarks {
    /** What the latest export is called, whatever else it is called. */
    public static final String LAST = "last";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{1,64}");
    private static final String KEPT = ".set";
    private static final String PROPOSED = ".proposed";

    private final Path directory;

    /** @param directory for the files; made when it is needed */
    public ExportMarks(Path directory) {
        this.directory = directory;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Optional<DigestSet> find(String name) throws IOException {
        try {
            return isName(name)
                    ? Optional.of(DigestSet.ofBytes(Files.readAllBytes(directory.resolve(name + KEPT))))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(directory.resolve(name + KEPT) + ": damaged: " + e.getMessage(), e);
        }
    }

    /** The names that are known. */
    Collection<String> names() throws IOException {
        var names = new TreeSet<String>();
        for (var file : files()) {
            var name = String.valueOf(file.getFileName());
            if (name.endsWith(KEPT)) {
                names.add(name.substring(0, name.length() - KEPT.length()));
            }
        }
        return names;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(directory)) {
            found.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    /** Writes down a set that does not count yet. Others that were proposed and never counted are forgotten. */
    void propose(Collection<String> names, String token, DigestSet digests) throws IOException {
        Files.createDirectories(directory);
        for (var file : files()) {
            if (file.toString().endsWith(PROPOSED)) {
                Files.deleteIfExists(file);
            }
        }
        for (var name : names) {
            var file = directory.resolve(name + "." + token + PROPOSED);
            Files.write(file, digests.bytes());
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Has what was proposed with that token count; false when there is nothing of it. */
    public boolean confirm(String token) throws IOException {
        if (!TOKEN.matcher(token).matches()) {
            return false;
        }
        boolean any = false;
        var ending = "." + token + PROPOSED;
        for (var file : files()) {
            var name = String.valueOf(file.getFileName());
            if (name.endsWith(ending)) {
                var kept = directory.resolve(name.substring(0, name.length() - ending.length()) + KEPT);
                Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
                any = true;
            }
        }
        return any;
    }
}
