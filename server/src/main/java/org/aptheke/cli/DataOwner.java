package org.aptheke.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The user whom the data directory belongs to, and as whom the program so runs: for commands of the superuser. */
final class DataOwner {
    private final Path data;
    private final PosixFileAttributes directory;

    private DataOwner(Path data, PosixFileAttributes directory) {
        this.data = data;
        this.directory = directory;
    }

    /** That of the directory, or of the one in which it would be made. */
    static DataOwner of(Path data) throws IOException {
        var present = data;
        while (!Files.exists(present)) {
            present = present.resolveSibling("");
        }
        return new DataOwner(data, Files.readAttributes(present, PosixFileAttributes.class));
    }

    /** Lets the owner read a file that others must not. */
    void mayRead(Path file) throws IOException {
        var view = view(file);
        if (!view.readAttributes().owner().equals(directory.owner())) {
            view.setGroup(directory.group());
            view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
        }
    }

    /** Gives everything in the data directory to its owner. */
    void ownsAll() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var view = view(file);
                var is = view.readAttributes();
                if (!is.owner().equals(directory.owner())) {
                    view.setOwner(directory.owner());
                    view.setGroup(directory.group());
                }
            }
        }
    }

    private static PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
