package org.aptheke.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells one edition of a file from another: it differs when the file was changed or replaced. */
public record FileStamp(@Nullable Object file, FileTime modified, long size) {
    public static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }

    /** Empty when there is no such file, or it cannot be looked at. */
    static Optional<FileStamp> of(Path file) {
        try {
            return Optional.of(of(Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
