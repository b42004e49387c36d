package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices that files were changed, replaced, made or removed. It looks when asked to, which works on every file system
 * and through symbolic links. Used by one thread at a time.
 */
final class ChangedFiles {
    private Map<Path, String> seen = Map.of();

    /** Takes the files as they are. */
    void note(List<Path> files) {
        seen = stamps(files);
    }

    /** Whether they are not as they were the last time, here or in {@link #note}. */
    boolean haveChanged(List<Path> files) {
        var now = stamps(files);
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private static Map<Path, String> stamps(List<Path> files) {
        var stamps = new HashMap<Path, String>();
        for (var file : files) {
            stamps.put(file, stamp(file));
        }
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}
