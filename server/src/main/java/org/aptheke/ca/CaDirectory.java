package org.aptheke.ca;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The authorities on disk, in the directory {@code ca} of the data directory: {@code current.pem} signs,
 * {@code next.pem} is there during a rotation. Each file holds a certificate and its key and is readable by its owner
 * alone; it appears, and is replaced, whole or not at all. Safe for use by many threads and processes.
 */
public final class CaDirectory {
    private static final String CURRENT = "current.pem";
    private static final String NEXT = "next.pem";

    private final Path data;
    private final Path directory;

    /** @param data the data directory of the program */
    public CaDirectory(Path data) {
        this.data = data;
        this.directory = data.resolve("ca");
    }

    public Path path() {
        return directory;
    }

    /** What to say when there should be an authority and is none. */
    public static String missing(CaDirectory directory) {
        return directory.directory
                + ": intercept.hosts lists hosts, but there is no certificate authority yet; make one with:"
                + " aptheke ca init";
    }

    /** What tells whether something changed: the files that are read. */
    public List<Path> files() {
        return List.of(directory.resolve(CURRENT), directory.resolve(NEXT));
    }

    /**
     * The authorities there are; empty when none was made.
     *
     * @throws IOException when they cannot be read
     */
    public Optional<CaSet> load() throws IOException {
        var current = read(CURRENT);
        return current.isEmpty() ? Optional.empty() : Optional.of(new CaSet(current.get(), read(NEXT)));
    }

    /**
     * Makes the first authority.
     *
     * @param patterns the hosts it may sign for
     * @throws CaStateException when there is one
     */
    public CaSet init(Collection<String> patterns, Instant now) throws IOException {
        return locked(() -> {
            if (Files.exists(directory.resolve(CURRENT))) {
                throw new CaStateException(
                        directory.resolve(CURRENT)
                                + ": there is a certificate authority already; to make another that follows it: aptheke ca rotate");
            }
            write(CURRENT, CertificateAuthority.create(PermittedNames.of(patterns), now));
            return existing();
        });
    }

    /**
     * Makes the authority that is to follow. It does not sign yet, but clients are offered both.
     *
     * @throws CaStateException when there is none to follow, or one follows already
     */
    public CaSet rotate(Collection<String> patterns, Instant now) throws IOException {
        return locked(() -> {
            existing();
            if (Files.exists(directory.resolve(NEXT))) {
                throw new CaStateException(directory.resolve(NEXT)
                        + ": a rotation is under way; to end it: aptheke ca activate, to give it up: delete that file");
            }
            write(NEXT, CertificateAuthority.create(PermittedNames.of(patterns), now));
            return existing();
        });
    }

    /**
     * From now on the next authority signs, and the one before is forgotten.
     *
     * @throws CaStateException when no rotation is under way
     */
    public CaSet activate() throws IOException {
        return locked(() -> {
            if (existing().next().isEmpty()) {
                throw new CaStateException(directory + ": no rotation is under way; to begin one: aptheke ca rotate");
            }
            Files.move(directory.resolve(NEXT), directory.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
            return existing();
        });
    }

    /**
     * The authorities there are.
     *
     * @throws CaStateException when there is none
     */
    public CaSet existing() throws IOException {
        return load().orElseThrow(() -> new CaStateException(
                directory + ": there is no certificate authority yet; to make one: aptheke ca init"));
    }

    private Optional<CertificateAuthority> read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Optional.of(new CertificateAuthority(PemFile.read(file, file))) : Optional.empty();
    }

    private void write(String name, CertificateAuthority authority) throws IOException {
        Path partial = Files.createTempFile(
                directory,
                "." + name,
                ".partial",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (var out = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                var text = StandardCharsets.US_ASCII.encode(PemFile.text(authority.keyed()));
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            giveToOwnerOfData(partial);
            Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(directory + ": this file system cannot rename atomically", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The command may be run by root, and the program by another user. */
    private void giveToOwnerOfData(Path path) throws IOException {
        var owner = Files.getOwner(data);
        if (!Files.getOwner(path).equals(owner)) {
            Files.setOwner(path, owner);
        }
    }

    private void syncDirectory() throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void createDirectory() throws IOException {
        Files.createDirectories(data);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectory(directory, ownerOnly);
            giveToOwnerOfData(directory);
        } catch (FileAlreadyExistsException e) {
            // Made before, or by another at the same time.
        }
    }

    private interface Step {
        CaSet run() throws IOException;
    }

    /** Two commands at once must not make two authorities of which one is lost. */
    private CaSet locked(Step step) throws IOException {
        createDirectory();
        // A lock on a file is held by the whole process; its threads need one of their own.
        synchronized (CaDirectory.class) {
            Path lock = directory.resolve("lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                giveToOwnerOfData(lock);
                return step.run();
            }
        }
    }
}
