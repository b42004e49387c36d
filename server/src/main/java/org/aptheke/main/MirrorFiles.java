package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.cli.StartFailure;
import org.aptheke.remap.MirrorList;
import org.aptheke.remap.MirrorListFile;

/** Finds the lists of mirrors that remaps name. */
final class MirrorFiles {
    private MirrorFiles() {}

    /**
     * The list in a file, or in all files where a star stands in its name, one behind the other; in the file with
     * {@code .default} at its end when there is none.
     *
     * @throws StartFailure when there is none at all, or no mirror is in it
     */
    static MirrorList read(Path pattern) throws StartFailure {
        try {
            var files = matching(pattern);
            var lines = new ArrayList<String>();
            for (var file : files.isEmpty() ? matching(Path.of(pattern + ".default")) : files) {
                lines.addAll(MirrorListFile.lines(file));
                lines.add("");
            }
            var list = MirrorList.of(lines);
            if (list.mirrors().isEmpty()) {
                throw new StartFailure(pattern + ": "
                        + (lines.isEmpty() ? "there is no such list of mirrors" : "no mirror is in this list"));
            }
            return list;
        } catch (IOException e) {
            throw new StartFailure(pattern + ": the list of mirrors cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> matching(Path pattern) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(
                pattern.resolveSibling(""), pattern.getFileName().toString())) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }
}
