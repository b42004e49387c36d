package org.aptheke.micro;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.pool.PromiseSink;
import org.aptheke.pool.PromiseSource;
import org.aptheke.repo.Expectation;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** A Packages file of any number of packages that look like those of a distribution, the same in each run. */
record SyntheticIndex(int packages) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    /** The path of a package; one of a number from {@link #packages} on is in no index. */
    static String path(int number) {
        var random = new Random(number);
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        String source = letter + word(random) + "-" + word(random);
        return "pool/main/%c/%s/%s-%s_%d.%d.%d-%d_amd64.deb"
                .formatted(
                        letter,
                        source,
                        source,
                        Integer.toString(number, 36),
                        random.nextInt(10),
                        random.nextInt(30),
                        random.nextInt(10),
                        random.nextInt(9));
    }

    private static String word(Random random) {
        var word = new StringBuilder();
        for (int length = 3 + random.nextInt(7); length > 0; length--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    static Digest digest(int number) {
        var random = new Random(number ^ 0x5f3759dfL);
        return new Digest(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** The promises, without any file and made before. */
    PromiseSource entries() {
        var paths = IntStream.range(0, packages).mapToObj(SyntheticIndex::path).toList();
        var promises = IntStream.range(0, packages)
                .mapToObj(number -> Expectation.of(digest(number), 1_000L + number))
                .toList();
        return sink -> {
            for (int i = 0; i < packages; i++) {
                sink.add(paths.get(i), promises.get(i));
            }
        };
    }

    /** Writes the file, compressed as its name says. */
    void write(Path file) throws IOException {
        try (var out = compressed(Files.newOutputStream(file), file)) {
            for (int i = 0; i < packages; i++) {
                out.write(stanza(i).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static OutputStream compressed(OutputStream out, Path file) throws IOException {
        if (!file.toString().endsWith(".xz")) {
            return new GZIPOutputStream(out, 64 * 1024);
        }
        // Compresses quickly, with the memory to decompress that archives ask for.
        var options = new LZMA2Options(1);
        options.setDictSize(8 << 20);
        return new XZOutputStream(out, options);
    }

    private static String stanza(int number) {
        var random = new Random(~number);
        var path = path(number);
        var depends = new StringBuilder("libc6 (>= 2.36)");
        for (int i = random.nextInt(12); i > 0; i--) {
            depends.append(", ")
                    .append(word(random))
                    .append(" (>= ")
                    .append(random.nextInt(10))
                    .append(')');
        }
        var md5 = new byte[16];
        random.nextBytes(md5);
        return """
                Package: %s
                Version: 1.%d-1
                Installed-Size: %d
                Maintainer: The Maintainers of %s <maintainers@lists.example.org>
                Architecture: amd64
                Depends: %s
                Description: %s %s %s and other things
                Description-md5: %s
                Homepage: https://www.example.org/%s/
                Tag: implemented-in::c, interface::commandline, role::program, scope::utility, works-with::file
                Section: utils
                Priority: optional
                Filename: %s
                Size: %d
                MD5sum: %s
                SHA256: %s

                """.formatted(
                        word(random),
                        number,
                        random.nextInt(100_000),
                        word(random),
                        depends,
                        word(random),
                        word(random),
                        word(random),
                        HexFormat.of().formatHex(md5),
                        word(random),
                        path,
                        1_000 + number,
                        HexFormat.of().formatHex(md5),
                        digest(number).toHex());
    }

    /** What a Packages file promises, read in the simplest way. */
    static PromiseSource reading(Path file) {
        return sink -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(decompressed(file), StandardCharsets.UTF_8), 64 * 1024)) {
                read(lines, sink);
            }
        };
    }

    private static InputStream decompressed(Path file) throws IOException {
        var in = Files.newInputStream(file);
        return file.toString().endsWith(".xz") ? new XZInputStream(in) : new GZIPInputStream(in, 64 * 1024);
    }

    private static void read(BufferedReader lines, PromiseSink sink) throws IOException {
        String path = "";
        String sha256 = "";
        long size = -1;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                sink.add(path, Expectation.of(new Checksum(DigestAlgorithm.SHA256, sha256), OptionalLong.of(size)));
            } else if (line.startsWith("Filename: ")) {
                path = line.substring(10);
            } else if (line.startsWith("SHA256: ")) {
                sha256 = line.substring(8);
            } else if (line.startsWith("Size: ")) {
                size = Long.parseLong(line, 6, line.length(), 10);
            }
        }
    }
}
