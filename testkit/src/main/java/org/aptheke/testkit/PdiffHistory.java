package org.aptheke.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * The {@code Packages.diff} directory of one index: an ed script from each generation to the next, and the
 * {@code Index} that names them. A client applies, in order, all scripts from its own generation on. For one thread.
 *
 * <pre>
 * SHA256-Current: HASH SIZE            of the newest Packages
 * SHA256-History:                      of the Packages each script starts from
 *  HASH SIZE 2026-01-02-0300.00
 * SHA256-Patches:                      of the script itself
 *  HASH SIZE 2026-01-02-0300.00
 * SHA256-Download:                     of the script as it is downloaded
 *  HASH SIZE 2026-01-02-0300.00.gz
 * </pre>
 */
final class PdiffHistory {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm'.00'").withZone(ZoneOffset.UTC);

    /** One script, each part as digest and size. */
    private record Patch(String name, String from, String script, String download) {}

    private final Path workshop;
    private final Path directory;
    private final List<Patch> patches = new ArrayList<>();
    private byte[] current = new byte[0];

    PdiffHistory(Path workshop, Path directory) {
        this.workshop = workshop;
        this.directory = directory;
    }

    void append(byte[] index, Instant date) throws IOException, InterruptedException {
        if (current.length > 0 && !Arrays.equals(current, index)) {
            var script = edScript(current, index);
            var name = NAME.format(date);
            patches.add(new Patch(name, facts(current), facts(script), facts(gzip(script))));
            Files.createDirectories(directory);
            Files.write(directory.resolve(name + ".gz"), gzip(script));
        }
        current = index;
        if (!patches.isEmpty()) {
            Files.writeString(directory.resolve("Index"), describe());
        }
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private String describe() {
        return "SHA256-Current: " + facts(current) + "\n"
                + section("SHA256-History", Patch::from, "")
                + section("SHA256-Patches", Patch::script, "")
                + section("SHA256-Download", Patch::download, ".gz");
    }

    private String section(String title, Function<Patch, String> facts, String suffix) {
        return title + ":\n"
                + patches.stream()
                        .map(patch -> " " + facts.apply(patch) + " " + patch.name() + suffix + "\n")
                        .collect(Collectors.joining());
    }

    private static String facts(byte[] bytes) {
        return Samples.sha256(bytes) + " " + bytes.length;
    }

    private byte[] edScript(byte[] from, byte[] to) throws IOException, InterruptedException {
        var before = workshop.resolve("before");
        var after = workshop.resolve("after");
        Files.write(before, from);
        Files.write(after, to);
        var diff = Tool.in(workshop).run(List.of("diff", "--ed", before.toString(), after.toString()));
        if (diff.exitCode() != 1) {
            throw new IOException("diff: exit code " + diff.exitCode() + ": " + diff.output());
        }
        return diff.output().getBytes(StandardCharsets.UTF_8);
    }
}
