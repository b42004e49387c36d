package org.aptheke.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aptheke.digest.Digest;

/**
 * Tokens as lines of a file: name, role, SHA-256, when it was made, when it expires or a dash. It is replaced whole, so
 * that there is always the old or the new one, and only its owner may read it. For use by one thread.
 */
final class TokenFile {
    private static final String NEVER = "-";
    private static final int FIELDS = 5;

    private final Path path;

    TokenFile(Path path) {
        this.path = path;
    }

    /** Those that are kept; none when there is no file. */
    List<Token> read() throws IOException {
        try {
            var tokens = new ArrayList<Token>();
            for (var line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                tokens.add(token(line, tokens.size() + 1));
            }
            return tokens;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private Token token(String line, int number) throws IOException {
        var fields = line.split(" ", -1);
        try {
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("it has " + fields.length + " fields, not " + FIELDS);
            }
            return new Token(
                    fields[0],
                    Role.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                    Digest.ofHex(fields[2]),
                    Instant.parse(fields[3]),
                    fields[4].equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(fields[4])));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(path + ":" + number + ": not a token: " + e.getMessage(), e);
        }
    }

    /** Durable on return. */
    void write(Collection<Token> tokens) throws IOException {
        var text = new StringBuilder();
        for (var token : tokens) {
            text.append(line(token)).append('\n');
        }
        var next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owners)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        // A token that was revoked does not come back with a power failure.
        try (var directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static String line(Token token) {
        return String.join(
                " ",
                token.name(),
                token.role().word(),
                token.digest().toHex(),
                token.createdAt().toString(),
                token.expiresAt().map(Instant::toString).orElse(NEVER));
    }
}
