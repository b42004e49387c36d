package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceIndexReaderTest {
    private static final String MD5_A = "a".repeat(32);
    private static final String MD5_B = "b".repeat(32);
    private static final String SHA256_A = "a".repeat(64);
    private static final String SHA256_B = "b".repeat(64);

    private static Map<String, Expectation> entries(String... lines) throws IOException {
        var entries = new LinkedHashMap<String, Expectation>();
        read(entry -> entries.put(entry.path(), entry.expectation()), lines);
        return entries;
    }

    private static IndexSummary read(IndexConsumer consumer, String... lines) throws IOException {
        var text = String.join("\n", lines) + "\n";
        return SourceIndexReader.read(new ByteArrayInputStream(Samples.utf8(text)), consumer);
    }

    private static Expectation promise(long size, Checksum... checksums) {
        return new Expectation(List.of(checksums), OptionalLong.of(size));
    }

    private static Checksum md5(String hex) {
        return new Checksum(DigestAlgorithm.MD5, hex);
    }

    private static Checksum sha256(String hex) {
        return new Checksum(DigestAlgorithm.SHA256, hex);
    }

    @Test
    void read_listsInAnyOrder_areMergedByName() throws IOException {
        var entries = entries(
                "Package: foo",
                "Directory: pool/main/f/foo",
                "Files:",
                " " + MD5_A + " 10 foo_1.dsc",
                " " + MD5_B + " 20 foo_1.tar.xz",
                "Checksums-Sha256:",
                " " + SHA256_B + " 20 foo_1.tar.xz",
                " " + SHA256_A + " 10 foo_1.dsc");

        assertThat(entries)
                .isEqualTo(Map.of(
                        "pool/main/f/foo/foo_1.dsc", promise(10, sha256(SHA256_A), md5(MD5_A)),
                        "pool/main/f/foo/foo_1.tar.xz", promise(20, sha256(SHA256_B), md5(MD5_B))));
    }

    @Test
    void read_oldArchive_promisesWhatItHas() throws IOException {
        var entries = entries("Package: foo", "Directory: .", "Files: ", " " + MD5_A + "  10\tfoo_1.dsc\r");

        assertThat(entries.keySet()).containsExactly("foo_1.dsc");
        assertThat(entries.values())
                .allSatisfy(expectation -> assertThat(expectation.checksums()).containsExactly(md5(MD5_A)));
    }

    @Test
    void read_onlyTheNewestDigest_isEnough() throws IOException {
        var entries = entries("Checksums-Sha512:", " " + "c".repeat(128) + " 10 foo_1.dsc");

        assertThat(entries.keySet()).containsExactly("foo_1.dsc");
    }

    @Test
    void read_severalStanzas_keepTheirOwnFiles() throws IOException {
        var summary = read(
                entry -> assertThat(entry.path())
                        .contains("/" + entry.packageName().orElseThrow() + "_"),
                "Package: foo",
                "Version: 1",
                "Directory: pool/f",
                "Checksums-Sha256:",
                " " + SHA256_A + " 10 foo_1.dsc",
                " " + SHA256_A + " 10 foo_1.tar.xz",
                "",
                "Package: bar",
                "Directory: pool/b",
                "Checksums-Sha256:",
                " " + SHA256_B + " 11 bar_1.dsc",
                "",
                "Package: nothing");

        assertThat(summary).isEqualTo(new IndexSummary(3, 3, "pool/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Directory: ../x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 a.dsc",
                "Directory: /x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 ..",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 ../a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 y/a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "Directory: x\nFiles:\n aaaa 1 a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa one a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 99999999999999999999 a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 a.dsc\n bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 1 a.dsc",
                "Directory: x\nFiles:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 a.dsc\nChecksums-Sha1:\n "
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 2 a.dsc",
            })
    void read_promiseThatCannotBe_refusesTheIndexWithTheLine(String lines) {
        assertThatThrownBy(() -> entries("Package: good", "", "Package: bad", lines))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageStartingWith("stanza of line 3: ");
    }

    @Test
    void read_moreFilesThanAnyPackageHas_isRefused() {
        var lines = new StringBuilder("Checksums-Sha256:\n");
        for (int i = 0; i <= 1024; i++) {
            lines.append(' ').append(SHA256_A).append(" 1 file").append(i).append('\n');
        }

        assertThatThrownBy(() -> entries(lines.toString()))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("more than 1024 files");
    }

    @Test
    void ofPath_index_isKnownByItsName() {
        assertThat(IndexKind.ofPath("main/binary-amd64/Packages.xz")).contains(IndexKind.PACKAGES);
        assertThat(IndexKind.ofPath("Packages")).contains(IndexKind.PACKAGES);
        assertThat(IndexKind.ofPath("main/source/Sources.gz")).contains(IndexKind.SOURCES);
        assertThat(List.of("main/Contents-amd64.gz", "Packages.diff/Index", "main/binary-amd64/Release", "Packages/x"))
                .allSatisfy(path -> assertThat(IndexKind.ofPath(path)).isEmpty());
    }
}
