package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aptheke.digest.Checksum;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ArchiveBuilder.Feature;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives made by the tools that make real ones, and what apt has fetched on this machine. */
final class RealArchiveTest {
    private static final Path LISTS = Path.of("/var/lib/apt/lists");
    private static final long TOOL_SECONDS = 120;

    @TempDir
    private Path dir;

    @Test
    void archiveWithSuites_everyPromise_fitsTheFilesThatAreThere() throws Exception {
        try (var archive = ArchiveBuilder.in(dir, InstantSource.system().instant(), Feature.BY_HASH, Feature.PDIFFS)) {
            archive.addMany("stable/main", "g++", 3, 300);
            archive.addMany("testing/updates/main", "other", 2, 300);
            archive.publish();
            archive.add("stable/main", "g++-01", "1:2.0~rc+1", 400);
            archive.publish();

            for (var suite : List.of("stable", "testing/updates")) {
                checkSuite(archive.root(), "/dists/" + suite + "/");
            }
        }
    }

    private static void checkSuite(Path root, String releaseDirectory) throws Exception {
        var directory = root.resolve(releaseDirectory.substring(1));
        var plain = ReleaseFile.parse(bytes(directory.resolve("Release")));
        var signed = ClearSigned.split(bytes(directory.resolve("InRelease"))).orElseThrow();
        var release = ReleaseFile.parse(signed.payload());
        assertThat(release.facts()).isEqualTo(plain.facts());
        assertThat(release.facts().acquireByHash()).isTrue();
        assertThat(release.facts().date()).isPresent();
        assertThat(release.members().toList()).isEqualTo(plain.members().toList());
        assertThat(release.memberCount()).isGreaterThan(3);
        for (var member : release.members().toList()) {
            assertFits(directory.resolve(member.path()), member.expectation());
            if (IndexKind.ofPath(member.path()).isPresent()) {
                checkIndex(root, directory.resolve(member.path()));
                checkByHash(root, release, member, releaseDirectory);
            }
            if (member.name().equals("Index")) {
                checkPatches(directory.resolve(member.path()));
            }
        }
    }

    private static void checkIndex(Path archiveRoot, Path index) throws Exception {
        var paths = new ArrayList<String>();
        try (var in = Compression.ofName(index.toString()).open(Files.newInputStream(index), ExpansionLimits.DEFAULT)) {
            IndexKind.ofPath(index.toString()).orElseThrow().read(in, entry -> {
                paths.add(entry.path());
                assertFits(archiveRoot.resolve(entry.path()), entry.expectation());
            });
        }
        assertThat(paths).isNotEmpty().doesNotHaveDuplicates();
    }

    private static void checkByHash(Path root, ReleaseFile release, Member member, String releaseDirectory)
            throws IOException {
        var strongest = member.expectation().strongest();
        var path = AptPath.of(releaseDirectory + member.directory() + "by-hash/"
                        + strongest.algorithm().repositoryName() + "/" + strongest.hex())
                .orElseThrow();

        var name = path.byHash().orElseThrow();

        assertThat(Files.readAllBytes(root.resolve(path.text().substring(1))))
                .isEqualTo(Files.readAllBytes(root.resolve(releaseDirectory.substring(1) + member.path())));
        assertThat(release.memberWith(name.checksum(), name.directory().substring(releaseDirectory.length())))
                .contains(member);
    }

    private static void checkPatches(Path file) throws Exception {
        var index = PdiffIndex.parse(bytes(file));
        assertThat(index.downloads()).isNotEmpty();
        assertThat(index.current()).isPresent();
        for (var download : index.downloads().entrySet()) {
            var patch = file.resolveSibling(download.getKey());
            assertFits(patch, download.getValue());
            String plainName = Compression.plainName(download.getKey());
            try (var in = Compression.GZIP.open(Files.newInputStream(patch), ExpansionLimits.DEFAULT)) {
                assertFits(in.readAllBytes(), index.promise(plainName).orElseThrow());
            }
        }
        assertFits(
                Files.readAllBytes(file.resolveSibling("../Packages")),
                index.current().orElseThrow());
    }

    @Test
    void flatRepository_rootOfItsNames_isFoundByTheNames() throws Exception {
        try (var archive = ArchiveBuilder.in(dir, InstantSource.system().instant())) {
            archive.addMany("any/main", "sample", 2, 200);
            var base = dir.resolve("repo");
            var flat = Files.createDirectories(base.resolve("binary"));
            try (Stream<Path> files = Files.walk(archive.root().resolve("pool"))) {
                for (var deb : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(deb, flat.resolve(String.valueOf(deb.getFileName())));
                }
            }

            checkFlat(flat, flat, "/repo/binary/", output(flat, "apt-ftparchive", "packages", "."));
            checkFlat(base, flat, "/repo/", output(base, "apt-ftparchive", "packages", "binary"));
        }
    }

    private static void checkFlat(Path base, Path flat, String root, byte[] packages) throws Exception {
        Files.write(flat.resolve("Packages"), packages);
        Files.write(flat.resolve("Release"), output(flat, "apt-ftparchive", "release", "."));
        var release = ReleaseFile.parse(bytes(flat.resolve("Release")));
        assertFits(
                flat.resolve("Packages"),
                release.member("Packages").orElseThrow().expectation());
        assertThat(release.member("Release")).isEmpty();
        checkIndex(base, flat.resolve("Packages"));
        try (var in = Files.newInputStream(flat.resolve("Packages"))) {
            var summary = PackageIndexReader.read(in, entry -> {});
            assertThat(AptPath.flatRoot("/repo/binary/", summary.commonDirectory()))
                    .isEqualTo(root);
        }
    }

    @Test
    void sources_listedByTheTool_promiseTheFilesThatAreThere() throws Exception {
        var pool = Files.createDirectories(dir.resolve("pool/main/f/foo"));
        var tar = Samples.bytes(1, 5_000);
        Files.write(pool.resolve("foo_1.0.tar.xz"), tar);
        Files.writeString(pool.resolve("foo_1.0.dsc"), """
                Format: 3.0 (native)
                Source: foo
                Binary: foo
                Architecture: all
                Version: 1.0
                Maintainer: Nobody <nobody@example.org>
                Checksums-Sha256:
                 %s %d foo_1.0.tar.xz
                Files:
                 %s %d foo_1.0.tar.xz
                """.formatted(
                        hex("SHA-256", tar), tar.length, hex("MD5", tar), tar.length));
        var sources = output(dir, "apt-ftparchive", "sources", "pool");
        Files.write(dir.resolve("Sources"), sources);

        checkIndex(dir, dir.resolve("Sources"));

        var names = new ArrayList<String>();
        try (var in = Files.newInputStream(dir.resolve("Sources"))) {
            SourceIndexReader.read(in, entry -> {
                names.add(entry.packageName().orElseThrow() + " "
                        + entry.version().orElseThrow() + " " + entry.path());
            });
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "foo 1.0 pool/main/f/foo/foo_1.0.dsc", "foo 1.0 pool/main/f/foo/foo_1.0.tar.xz");
    }

    /** Whatever there is; apt has accepted it, so it must be understood. On a machine without lists there is nothing. */
    @Test
    void listsOfThisMachine_allOfThem_areUnderstood() throws Exception {
        for (var list : lists()) {
            String name =
                    Compression.plainName(String.valueOf(list.getFileName()).replaceFirst("\\.lz4$", ""));
            var content = output(dir, "/usr/lib/apt/apt-helper", "cat-file", list.toString());
            if (name.endsWith("_InRelease")) {
                var signed = ClearSigned.split(ByteBuffer.wrap(content)).orElseThrow();
                assertThat(ReleaseFile.parse(signed.payload()).memberCount()).isPositive();
            } else if (name.endsWith("_Release")) {
                assertThat(ReleaseFile.parse(ByteBuffer.wrap(content)).memberCount())
                        .isPositive();
            } else if (name.endsWith("_Packages")) {
                checkList(IndexKind.PACKAGES, content, "\nFilename: ");
            } else if (name.endsWith("_Sources")) {
                checkList(IndexKind.SOURCES, content, "\nDirectory: ");
            }
        }
    }

    private static void checkList(IndexKind kind, byte[] content, String inEachStanza) throws IOException {
        var summary = kind.read(new ByteArrayInputStream(content), entry -> {
            assertThat(entry.size()).isPresent();
            assertThat(entry.packageName()).isPresent();
            assertThat(entry.version()).isPresent();
        });
        int stanzas = ("\n" + new String(content, StandardCharsets.ISO_8859_1)).split(inEachStanza, -1).length;
        assertThat(summary.stanzas()).isEqualTo(stanzas - 1);
        assertThat(summary.entries()).isGreaterThanOrEqualTo(summary.stanzas());
    }

    private static List<Path> lists() throws IOException {
        if (!Files.isDirectory(LISTS)) {
            return List.of();
        }
        try (var files = Files.list(LISTS)) {
            return files.filter(Files::isRegularFile).filter(Files::isReadable).toList();
        }
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private static void assertFits(Path file, Expectation expectation) throws IOException {
        assertFits(Files.readAllBytes(file), expectation);
    }

    private static void assertFits(byte[] content, Expectation expectation) {
        assertThat(expectation.size()).hasValue(content.length);
        for (Checksum sum : expectation.checksums()) {
            assertThat(hex(sum.algorithm().standardName(), content)).isEqualTo(sum.hex());
        }
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the command writes, which may be much. */
    private static byte[] output(Path directory, String... command) throws IOException, InterruptedException {
        var out = Files.createTempFile(directory, "tool", ".out");
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(String.join(" ", command))
                .isTrue();
        byte[] bytes = Files.readAllBytes(out);
        Files.delete(out);
        return bytes;
    }
}
