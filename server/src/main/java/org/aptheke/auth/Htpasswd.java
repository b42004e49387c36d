package org.aptheke.auth;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.aptheke.files.FileWatch;
import org.aptheke.origin.Secret;
import org.aptheke.route.Passwords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of users and digests of their passwords, as {@code htpasswd -B} writes it. It is read again when it was changed
 * and has been still for a moment; a changed file that is wrong is complained about, and the users stay as they were.
 * Safe for use by many threads.
 */
public final class Htpasswd implements Passwords, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Htpasswd.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Path file;
    private final FileWatch watch;
    private volatile Edition edition;

    /** What the file said, and how often it had been read again by then. */
    private record Edition(Users users, int version) {}

    private Htpasswd(Path file) throws IOException {
        this.file = file;
        // Before it is read: a change meanwhile is not missed.
        this.watch = new FileWatch("htpasswd", () -> List.of(file), this::readAgain);
        this.edition = edition(0);
    }

    /**
     * Reads the file.
     *
     * @throws IOException naming the file, the line and what is wrong with it
     */
    public static Htpasswd read(Path file) throws IOException {
        return new Htpasswd(file);
    }

    /** Looks for changes from now on; once, and {@link #close} follows. */
    public void watch() {
        watch(LOOK);
    }

    void watch(Duration every) {
        watch.start(every);
    }

    @Override
    public boolean accepts(String user, Secret password) {
        return edition.users.accept(user, password);
    }

    @Override
    public boolean knows(String user) {
        return edition.users.digests().containsKey(user);
    }

    @Override
    public int version() {
        return edition.version;
    }

    @Override
    public void close() {
        watch.close();
    }

    private void readAgain() {
        try {
            edition = edition(edition.version + 1);
            LOG.info("{} was read again: {}", file, edition.users);
        } catch (IOException e) {
            LOG.error("{}; the users stay as they were", e.getMessage());
        }
    }

    private Edition edition(int version) throws IOException {
        try {
            return new Edition(Users.parse(lines()), version);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ":" + e.getMessage(), e);
        }
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": the file does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": the file may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": the file is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new IOException(file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }
}
