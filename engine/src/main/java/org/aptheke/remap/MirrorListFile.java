package org.aptheke.remap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;

/** Reads a list of mirrors from its file, plain or compressed. */
public final class MirrorListFile {
    private static final ExpansionLimits LIMITS = new ExpansionLimits(16 << 20, 100, 64 << 20);

    private MirrorListFile() {}

    /**
     * The lines of the list.
     *
     * @throws IOException when it cannot be read, or expands to more than any list has
     */
    public static List<String> lines(Path file) throws IOException {
        var compression = Compression.ofName(String.valueOf(file.getFileName()));
        try (var bytes = Files.newInputStream(file);
                var in = compression.open(bytes, LIMITS);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
