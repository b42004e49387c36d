package org.aptheke.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aptheke.remap.MirrorList;
import org.aptheke.remap.MirrorListFile;

/**
 * The lists that remaps name as {@code file:GLOB}. They are copied: those in the support directory go with the package
 * of apt-cacher-ng. Used by one thread.
 */
final class MirrorLists {
    private final List<Path> directories;
    private final Path copies;
    private final Map<Path, List<String>> written = new LinkedHashMap<>();

    /**
     * Lists in some directories.
     *
     * @param directories the one that counts first
     * @param copies where the copies will be
     */
    MirrorLists(List<Path> directories, Path copies) {
        this.directories = List.copyOf(directories);
        this.copies = copies;
    }

    /** A list, and where its copy will be. */
    record Copied(Path copy, MirrorList list) {}

    /** The list with no mirror in it when there is none. */
    Copied read(String glob) throws IOException {
        var lines = lines(glob);
        if (MirrorList.of(lines).mirrors().isEmpty()) {
            lines = lines(glob + ".default");
        }
        var copy = copies.resolve(glob.replaceAll("(\\.(gz|bz2|xz))?$", "").replaceAll("[^A-Za-z0-9._-]", ""));
        var list = MirrorList.of(lines);
        if (!list.mirrors().isEmpty()) {
            written.put(copy, lines);
        }
        return new Copied(copy, list);
    }

    private List<String> lines(String glob) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        for (var directory : directories) {
            if (Files.isDirectory(directory)) {
                try (var found = Files.newDirectoryStream(directory, glob)) {
                    found.forEach(file -> byName.putIfAbsent(String.valueOf(file.getFileName()), file));
                }
            }
        }
        var lines = new ArrayList<String>();
        for (var file : byName.values()) {
            lines.addAll(linesOf(file));
            lines.add("");
        }
        return lines;
    }

    private static List<String> linesOf(Path file) throws IOException {
        try {
            return MirrorListFile.lines(file);
        } catch (IOException e) {
            throw new IOException(file + ": the list of mirrors cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is to be written, by where. */
    Map<Path, List<String>> copies() {
        return Map.copyOf(written);
    }
}
