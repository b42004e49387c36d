package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleaseFileTest {
    private static final String MD5 = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OTHER_SHA256 = "f".repeat(64);

    private static ReleaseFile parse(String text) throws MalformedMetadataException {
        return ReleaseFile.parse(ByteBuffer.wrap(Samples.utf8(text)));
    }

    private static Checksum sha256(String hex) {
        return new Checksum(DigestAlgorithm.SHA256, hex);
    }

    @Test
    void facts_everything_isRead() throws MalformedMetadataException {
        var facts = parse("""
                        Origin: Debian
                        Label: Debian-Security
                        Suite: stable-security
                        Version: 12
                        Codename: bookworm-security
                        Date: Tue, 24 Nov 2026 00:34:33 UTC
                        Valid-Until: Tue, 01 Dec 2026 00:34:33 UTC
                        NotAutomatic: yes
                        ButAutomaticUpgrades: yes
                        Acquire-By-Hash: yes
                        Architectures: amd64 arm64
                         i386
                        Components: updates/main updates/contrib
                        Signed-By: 0123456789ABCDEF0123456789ABCDEF01234567
                        Snapshots: https://snapshot.example.org/archive/debian/@SNAPSHOTID@/
                        Description: x
                        """).facts();

        assertThat(facts.origin()).contains("Debian");
        assertThat(facts.label()).contains("Debian-Security");
        assertThat(facts.suite()).contains("stable-security");
        assertThat(facts.version()).contains("12");
        assertThat(facts.codename()).contains("bookworm-security");
        assertThat(facts.date()).contains(Instant.parse("2026-11-24T00:34:33Z"));
        assertThat(facts.validUntil()).contains(Instant.parse("2026-12-01T00:34:33Z"));
        assertThat(facts.notAutomatic()).isTrue();
        assertThat(facts.butAutomaticUpgrades()).isTrue();
        assertThat(facts.acquireByHash()).isTrue();
        assertThat(facts.architectures()).containsExactly("amd64", "arm64", "i386");
        assertThat(facts.components()).containsExactly("updates/main", "updates/contrib");
        assertThat(facts.signedBy()).contains("0123456789ABCDEF0123456789ABCDEF01234567");
        assertThat(facts.snapshots()).contains("https://snapshot.example.org/archive/debian/@SNAPSHOTID@/");
    }

    @Test
    void facts_almostNothing_isAbsent() throws MalformedMetadataException {
        var release = parse("Origin:\nAcquire-By-Hash: no\n");

        assertThat(release.facts().origin()).isEmpty();
        assertThat(release.facts().date()).isEmpty();
        assertThat(release.facts().architectures()).isEmpty();
        assertThat(release.facts().acquireByHash()).isFalse();
        assertThat(release.memberCount()).isZero();
        assertThat(release.member("Packages")).isEmpty();
        assertThat(release.membersWith(sha256(SHA256))).isEmpty();
    }

    @Test
    void member_severalLists_areOnePromise() throws MalformedMetadataException {
        var release = parse("MD5Sum:\n " + MD5 + "        0 main/binary-amd64/Packages\nSHA1:\n " + SHA1
                + " 0 main/binary-amd64/Packages\r\nSHA256:\n " + SHA256 + "\t0\tmain/binary-amd64/Packages\n "
                + OTHER_SHA256 + " 7 ./main/binary-amd64/Packages.xz\n");

        assertThat(release.memberCount()).isEqualTo(2);
        assertThat(release.member("main/binary-amd64/Packages"))
                .contains(new Member(
                        "main/binary-amd64/Packages",
                        new Expectation(
                                List.of(
                                        sha256(SHA256),
                                        new Checksum(DigestAlgorithm.SHA1, SHA1),
                                        new Checksum(DigestAlgorithm.MD5, MD5)),
                                OptionalLong.of(0))));
        assertThat(release.member("main/binary-amd64/Packages.xz"))
                .contains(new Member(
                        "main/binary-amd64/Packages.xz", Expectation.of(sha256(OTHER_SHA256), OptionalLong.of(7))));
        assertThat(release.member("main/binary-amd64/Packages.gz")).isEmpty();
        assertThat(release.members().map(Member::path))
                .containsExactly("main/binary-amd64/Packages", "main/binary-amd64/Packages.xz");
    }

    @Test
    void membersWith_equalFiles_areAllFound() throws MalformedMetadataException {
        var release = parse("SHA256:\n " + SHA256 + " 0 b/Packages\n " + SHA256 + " 0 a/Packages\n " + OTHER_SHA256
                + " 9 Contents-amd64\n");

        assertThat(release.membersWith(sha256(SHA256)).stream().map(Member::path))
                .containsExactly("a/Packages", "b/Packages");
        assertThat(release.memberWith(sha256(SHA256), "b/").map(Member::path)).contains("b/Packages");
        assertThat(release.memberWith(sha256(SHA256), "")).isEmpty();
        assertThat(release.memberWith(sha256(OTHER_SHA256), "").map(Member::name))
                .contains("Contents-amd64");
        assertThat(release.membersWith(new Checksum(DigestAlgorithm.MD5, MD5))).isEmpty();
    }

    /** All with the same first bytes, and some that come before or after those. */
    @Test
    void membersWith_digestsThatStartAlike_findsTheRightOne() throws MalformedMetadataException {
        var text = new StringBuilder("SHA256:\n");
        for (int i = 0; i < 3_000; i++) {
            text.append(' ').append(digest(i)).append(" 1 file-").append(i).append('\n');
        }
        var release = parse(text.toString());

        for (int i = 0; i < 3_000; i++) {
            assertThat(release.membersWith(sha256(digest(i))).stream().map(Member::path))
                    .containsExactly("file-" + i);
            assertThat(release.member("file-" + i)
                            .map(member -> member.expectation().strongest().hex()))
                    .contains(digest(i));
        }
        assertThat(release.membersWith(sha256(digest(3_000)))).isEmpty();
    }

    private static String digest(int i) {
        String start = List.of("00000000", "7fffffff", "80000000", "ffffffff").get(i % 4);
        return start + "%056x".formatted(i);
    }

    @Test
    void member_ofTheReleaseFileItself_promisesNothing() throws MalformedMetadataException {
        var release = parse("SHA256:\n " + SHA256 + " 0 Release\n " + SHA256 + " 0 ./InRelease\n " + SHA256
                + " 0 Release.gpg\n " + SHA256 + " 0 main/source/Release\n");

        assertThat(release.members().map(Member::path)).containsExactly("main/source/Release");
    }

    @Test
    void parse_sameLineTwice_isOneMember() throws MalformedMetadataException {
        assertThat(parse("SHA256:\n " + SHA256 + " 0 a\n " + SHA256 + " 0 ./a\n")
                        .memberCount())
                .isEqualTo(1);
    }

    /** So does apt: what stands behind an empty line is not looked at. */
    @Test
    void parse_secondStanza_doesNotCount() throws MalformedMetadataException {
        var release = parse("Suite: a\n\nCodename: b\nSHA256:\n " + SHA256 + " 0 a\n");

        assertThat(release.facts().suite()).contains("a");
        assertThat(release.facts().codename()).isEmpty();
        assertThat(release.memberCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHA256:\\n SHA 0 a\\n OTH 0 a | two digests",
                "SHA256:\\n SHA 0 a\\n SHA 1 a | two sizes",
                "MD5Sum:\\n MD5 1 a\\nSHA256:\\n SHA 0 a | two sizes",
                "SHA256:\\n MD5 0 a | has 64 digits, not 32",
                "MD5Sum:\\n SHA 0 a | has 32 digits, not 64",
                "SHA256:\\n SHA 0 | not a digest, a size and a name",
                "SHA256:\\n SHA a 0 | not a size",
                "SHA256:\\n SHA 92233720368547758080 a | larger than any file",
                "SHA256:\\n SHA 0 ../a | leaves its directory",
                "SHA256:\\n SHA 0 a/../../b | leaves its directory",
                "SHA256:\\n SHA 0 /etc/passwd | absolute",
                "SHA256:\\n SHA 0 a//b | empty segment",
                "SHA256:\\n SHA 0 a/ | directory",
                "SHA256:\\n SHA 0 a\\\\b | character",
                "Date: yesterday | Date",
                "Date: Tue, 24 Nov 2026 00:34:33 CET | Date",
                "Suite: a\\nValid-Until: 2026-11-24 | Valid-Until",
                "Suite: a\\nsuite: b | twice",
                "no field | neither a field",
                "# nothing | not one field",
            })
    void parse_whatCannotBe_isRefusedWithTheReason(String text, String reason) {
        String release = text.replace("\\\\", "\\ ")
                .replace("\\n", "\n")
                .replace("\\ ", "\\")
                .replace("SHA ", SHA256 + " ")
                .replace("OTH ", OTHER_SHA256 + " ")
                .replace("MD5 ", MD5 + " ");

        assertThatThrownBy(() -> parse(release))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void parse_badLine_isNamed() {
        assertThatThrownBy(() -> parse("SHA256:\n " + SHA256 + " 0 good\n " + SHA256 + " x main/Packages\n"))
                .hasMessage("SHA256, \"main/Packages\": not a size: \"x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 11 Jul 2026 09:16:07 UTC",
                "Sat, 11 Jul 2026 09:16:07 GMT",
                "Sat, 11 Jul 2026 09:16:07 Z",
                "Sat, 11 Jul 2026 09:16:07 +0000",
                "Sat, 11 Jul 2026 09:16:07 -0000",
                "Sat, 11 Jul 2026  9:16:07 UTC",
                "sat, 11 jul 2026 9:16:07 UTC",
                "Sat,  11  Jul 2026 09:16:07 UTC",
                "Sat Jul 11 09:16:07 2026",
            })
    void date_asAptReadsIt_isTheInstant(String text) throws MalformedMetadataException {
        assertThat(parse("Date: " + text + "\n").facts().date()).contains(Instant.parse("2026-07-11T09:16:07Z"));
    }

    @Test
    void date_dayOfOneDigit_isTheInstant() throws MalformedMetadataException {
        assertThat(parse("Date: Wed, 1 Jul 2026 00:00:00 UTC\n").facts().date())
                .contains(Instant.parse("2026-07-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sa, 11 Jul 2026 09:16:07 UTC",
                "Sat, 11 Juli 2026 09:16:07 UTC",
                "Sat, 11 Jul 2026 09:16:07",
                "Sat, 11 Jul 2026 09:16:07 +0200",
                "Sat, 11 Jul 2026 09:16:07 CEST",
                "Sat, 32 Jul 2026 09:16:07 UTC",
                "Sat, 11 Jul 26 09:16:07 UTC",
                "Sat, 11 Jul 2026 25:16:07 UTC",
                "1783761367",
            })
    void date_anyOther_isRefused(String text) {
        assertThatThrownBy(() -> parse("Date: " + text + "\n")).hasMessageContaining("no date in UTC");
    }
}
