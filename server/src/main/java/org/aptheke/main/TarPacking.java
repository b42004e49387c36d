package org.aptheke.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.aptheke.cli.FilePacking;
import org.aptheke.repo.codec.PackReader;
import org.aptheke.repo.codec.TarFilesWriter;

/** Files as a tar archive. Safe for use by many threads. */
final class TarPacking implements FilePacking {
    @Override
    public boolean isBundle(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return PackReader.isBeginning(in.readNBytes(PackReader.beginningBytes()));
        }
    }

    @Override
    public void pack(List<Path> roots, OutputStream to, Consumer<String> passedBy) throws IOException {
        try (var tar = new TarFilesWriter(to)) {
            for (var root : roots) {
                // The directory itself may be named by a link; what is below it is not followed.
                var real = root.toRealPath();
                Files.walkFileTree(real, new Packing(real, tar, passedBy));
            }
            tar.finish();
        }
    }

    /** Adds what it comes by. */
    private static final class Packing extends SimpleFileVisitor<Path> {
        private final Path root;
        private final TarFilesWriter tar;
        private final Consumer<String> passedBy;

        Packing(Path root, TarFilesWriter tar, Consumer<String> passedBy) {
            this.root = root;
            this.tar = tar;
            this.passedBy = passedBy;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            InputStream content;
            try {
                content = Files.newInputStream(file);
            } catch (IOException e) {
                return visitFileFailed(file, e);
            }
            try (content) {
                tar.add(
                        name(file),
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        content);
            }
            return FileVisitResult.CONTINUE;
        }

        private String name(Path file) {
            return file.equals(root)
                    ? String.valueOf(file.getFileName())
                    : root.relativize(file).toString();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            passedBy.accept(file + ": cannot be read: " + e.getMessage());
            return FileVisitResult.CONTINUE;
        }
    }
}
