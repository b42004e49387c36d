package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.ByHashName;
import org.aptheke.repo.ResourceKind;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;

/**
 * Valid files with random damage: each is read, and then what it says keeps the promises of its type, or it is refused
 * with the named exception. The damage is the same in every run.
 */
final class MetadataFuzzTest {
    private static final int ROUNDS = 6_000;

    private static final List<String> TOKENS = List.of(
            "\n",
            "\n\n",
            "\r\n",
            "\0",
            " ",
            "\t",
            ":",
            "#",
            "/",
            "..",
            "../",
            "./",
            "//",
            "\\",
            "-",
            "- ",
            "%",
            "é",
            "9999999999999999999",
            "-1",
            "Filename: x\n",
            "SHA256: ",
            "SHA256:\n",
            "-----BEGIN PGP SIGNATURE-----\n",
            "-----BEGIN PGP SIGNED MESSAGE-----\n",
            "-----END PGP SIGNATURE-----\n",
            "\u007f",
            "Directory: ..\n");

    private static final String DIGESTS = """
            MD5Sum:
             d41d8cd98f00b204e9800998ecf8427e 0 main/binary-amd64/Packages
             0123456789abcdef0123456789abcdef 77 ./main/binary-amd64/Packages.gz
            SHA256:
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 main/binary-amd64/Packages
             0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 77 main/binary-amd64/Packages.gz
            """;

    private static final String RELEASE = """
            Origin: Example
            Suite: stable
            Date: Tue, 24 Nov 2026 00:34:33 UTC
            Valid-Until: Tue, 01 Dec 2026 00:34:33 +0000
            Architectures: amd64 arm64
            Acquire-By-Hash: yes
            """ + DIGESTS;

    private static final String IN_RELEASE = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + RELEASE
            + "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n";

    private static final String PACKAGES = """
            Package: apt
            Version: 2.6.1
            Architecture: amd64
            Description: commandline package manager
             with a second line
            Filename: ./pool/main/a/apt/apt_2.6.1_amd64.deb
            Size: 1373980
            MD5sum: 0123456789abcdef0123456789abcdef
            SHA256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

            Package: g++
            Filename: pool/main/g/g++_1_all.deb
            Size: 5
            SHA1: 0123456789abcdef0123456789abcdef01234567
            """;

    private static final String SOURCES = """
            Package: apt
            Version: 2.6.1
            Directory: pool/main/a/apt
            Files:
             0123456789abcdef0123456789abcdef 10 apt_2.6.1.dsc
             0123456789abcdef0123456789abcdef 20 apt_2.6.1.tar.xz
            Checksums-Sha256:
             0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 10 apt_2.6.1.dsc
             0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 20 apt_2.6.1.tar.xz

            Package: b
            Directory: .
            Checksums-Sha1:
             0123456789abcdef0123456789abcdef01234567 1 b.dsc
            """;

    private static final String PDIFF = """
            SHA1-Current: 0123456789abcdef0123456789abcdef01234567 100
            SHA1-History:
             0123456789abcdef0123456789abcdef01234567 90 2026-01-01-0000.00
            SHA1-Patches:
             0123456789abcdef0123456789abcdef01234567 9 2026-01-01-0000.00
            SHA1-Download:
             0123456789abcdef0123456789abcdef01234567 8 2026-01-01-0000.00.gz
            X-Patch-Precedence: merged
            """;

    private interface Reading {
        void read(byte[] file) throws IOException;
    }

    /** Reads the text with each damage; of all the damaged files some must be read and some refused. */
    private static void fuzz(String valid, long seed, Reading reading) throws IOException {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var file = damaged(Samples.utf8(valid), random);
            try {
                reading.read(file);
            } catch (MalformedMetadataException e) {
                refused++;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round " + round + ": " + new String(file, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 50, ROUNDS - ROUNDS / 50);
        reading.read(Samples.utf8(valid));
    }

    private static byte[] damaged(byte[] valid, Random random) {
        byte[] file = valid;
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && file.length > 0; i++) {
            int from = random.nextInt(file.length);
            int to = from + random.nextInt(Math.min(60, file.length - from) + 1);
            byte[] put = switch (random.nextInt(4)) {
                case 0 -> Samples.bytes(random.nextLong(), to - from);
                case 1 -> new byte[0];
                case 2 -> Arrays.copyOfRange(file, from, Math.min(file.length, to + random.nextInt(60)));
                default -> Samples.utf8(TOKENS.get(random.nextInt(TOKENS.size())));
            };
            file = replaced(file, from, random.nextBoolean() ? to : from, put);
        }
        return file;
    }

    private static byte[] replaced(byte[] file, int from, int to, byte[] put) {
        var result = Arrays.copyOf(file, file.length - (to - from) + put.length);
        System.arraycopy(put, 0, result, from, put.length);
        System.arraycopy(file, to, result, from + put.length, file.length - to);
        return result;
    }

    private static void assertIsName(String path) {
        assertThat(path).isNotEmpty().doesNotStartWith("/").doesNotEndWith("/").doesNotContain("//");
        assertThat(path.split("/", -1)).doesNotContain("..", ".", "");
        assertThat(path.chars()).noneMatch(c -> c < ' ' || c == 0x7f || c == '\\');
    }

    private static void readRelease(byte[] file) throws IOException {
        var release = ReleaseFile.parse(ByteBuffer.wrap(file));
        assertThat(release.members()).hasSize(release.memberCount());
        release.members().forEach(member -> {
            assertIsName(member.path());
            assertThat(member.expectation().size()).isPresent();
            assertThat(release.member(member.path())).contains(member);
            member.expectation()
                    .checksums()
                    .forEach(sum -> assertThat(release.membersWith(sum)).contains(member));
        });
    }

    private static void readIndex(IndexKind kind, byte[] file) throws IOException {
        var summary = kind.read(new ByteArrayInputStream(file), entry -> {
            assertIsName(entry.path());
            assertThat(entry.expectation().strongest().algorithm()).isEqualTo(entry.strongest());
        });
        assertThat(summary.commonDirectory()).matches("(?s)|.*/");
    }

    @Test
    void releaseFile_damaged_isReadOrRefused() throws IOException {
        fuzz(RELEASE, 1, MetadataFuzzTest::readRelease);
    }

    @Test
    void clearSigned_damaged_isReadOrRefused() throws IOException {
        fuzz(IN_RELEASE, 2, file -> {
            var signed = ClearSigned.split(ByteBuffer.wrap(file));
            if (signed.isPresent()) {
                var payload = new byte[signed.get().payload().remaining()];
                signed.get().payload().get(payload);
                readRelease(payload);
            }
        });
    }

    @Test
    void packages_damaged_isReadOrRefused() throws IOException {
        fuzz(PACKAGES, 3, file -> readIndex(IndexKind.PACKAGES, file));
    }

    @Test
    void sources_damaged_isReadOrRefused() throws IOException {
        fuzz(SOURCES, 4, file -> readIndex(IndexKind.SOURCES, file));
    }

    @Test
    void pdiffIndex_damaged_isReadOrRefused() throws IOException {
        fuzz(PDIFF, 5, file -> {
            var index = PdiffIndex.parse(ByteBuffer.wrap(file));
            index.downloads().keySet().forEach(MetadataFuzzTest::assertIsName);
            index.patches()
                    .keySet()
                    .forEach(name -> assertThat(index.promise(name)).isPresent());
        });
    }

    @Test
    void paths_damaged_areReadOrNone() {
        var random = new Random(6);
        var valid = Samples.utf8("/debian/dists/stable/updates/main/by-hash/SHA1/" + "0a".repeat(20) + "%2b%7e/.././x");
        for (int round = 0; round < 5 * ROUNDS; round++) {
            var text = new String(damaged(valid, random), StandardCharsets.ISO_8859_1);

            ResourceKind.of(text);
            ByHashName.of(text).ifPresent(name -> assertThat(text).startsWith(name.directory()));
            PercentEncoding.normalised(text);
            AptPath.of(text).ifPresent(path -> {
                path.below("/debian/").ifPresent(MetadataFuzzTest::assertIsName);
                path.releaseDirectory().ifPresent(directory -> {
                    assertThat(path.member(directory)).isEmpty();
                    AptPath.archiveRoot(directory)
                            .ifPresent(root -> assertThat(directory).startsWith(root));
                    assertThat(directory).startsWith(AptPath.flatRoot(directory, "a/"));
                });
            });
        }
    }
}
