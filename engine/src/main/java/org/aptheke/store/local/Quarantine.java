package org.aptheke.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory {@code quarantine}, for files that are not what their names say: people may want to know why. The names
 * in it are those of the files, without their directories; the last of a name stays.
 */
final class Quarantine {
    private final BlobLayout layout;
    private final Disk disk;

    Quarantine(BlobLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** Moves a file or a directory there. */
    void take(Path file) throws IOException {
        disk.createDirectory(layout.quarantine());
        var shelf = Optional.ofNullable(file.getParent())
                .map(parent -> String.valueOf(parent.getFileName()))
                .orElse("");
        var name = String.valueOf(file.getFileName());
        var to = layout.quarantine().resolve(shelf.length() == 2 ? shelf + name : name);
        if (Files.isDirectory(to)) {
            to = layout.quarantine().resolve(name + "-" + System.nanoTime());
        }
        disk.rename(file, to);
    }
}
