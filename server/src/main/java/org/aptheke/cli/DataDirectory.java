package org.aptheke.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sees to it that the data directory is there and can be written, before anything else is started. */
final class DataDirectory {
    private DataDirectory() {}

    static void prepare(Path directory) throws StartFailure {
        try {
            Files.createDirectories(directory);
            // Permission bits do not tell: the file system may be read-only, or the user root.
            Files.delete(Files.createTempFile(directory, ".write", ".tmp"));
        } catch (IOException e) {
            throw new StartFailure(
                    directory + ": the data directory cannot be written (" + reason(e)
                            + "); change its owner, or name another with --data or the key data",
                    e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case java.nio.file.FileAlreadyExistsException file -> "not a directory: " + file.getFile();
            case java.nio.file.FileSystemException system
            when system.getReason() != null -> system.getReason() + ": " + system.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
