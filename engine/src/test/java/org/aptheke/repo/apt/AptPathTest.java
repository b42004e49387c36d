package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AptPathTest {
    private static AptPath path(String uriPath) {
        return AptPath.of(uriPath).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/debian/dists/bookworm/InRelease, /debian/dists/bookworm/",
        "/debian-security/dists/stable/updates/Release, /debian-security/dists/stable/updates/",
        "/debian-security/dists/stable/updates/Release.gpg, /debian-security/dists/stable/updates/",
        "/debian-stable/binary/InRelease, /debian-stable/binary/",
        "/repositories/home:/some%3a/Debian_12/InRelease, /repositories/home:/some:/Debian_12/",
        "//bucket//InRelease, //bucket//",
        "/InRelease, /",
    })
    void releaseDirectory_releaseFile_isTheSuitesDirectory(String path, String directory) {
        assertThat(path(path).releaseDirectory()).contains(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/dists/bookworm/main/binary-amd64/Release",
                "/debian/dists/bookworm/main/source/Release",
                "/debian/dists/bookworm/main/binary-amd64/Packages.xz",
                "/debian/pool/main/a/apt/apt_2.6.1_amd64.deb",
                "/debian/dists/bookworm/",
                "/Release/x",
            })
    void releaseDirectory_anythingElse_isEmpty(String path) {
        assertThat(path(path).releaseDirectory()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/debian/dists/bookworm/, /debian/, bookworm",
        "/debian-security/dists/stable/updates/, /debian-security/, stable/updates",
        "/dists/stable/, /, stable",
        "/mirror/dists/old/dists/sid/, /mirror/dists/old/, sid",
        "/linux/debian/dists/bookworm/, /linux/debian/, bookworm",
    })
    void archiveRoot_suiteBelowDists_isWhatIsBeforeIt(String directory, String root, String suite) {
        assertThat(AptPath.archiveRoot(directory)).contains(root);
        assertThat(AptPath.suite(directory)).contains(suite);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/flat/", "/debian/dists/", "/debian/mydists/sid/"})
    void archiveRoot_flatRepository_isEmpty(String directory) {
        assertThat(AptPath.archiveRoot(directory)).isEmpty();
        assertThat(AptPath.suite(directory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/debian/dists/sid/main/binary-amd64/Packages.xz, /debian/dists/sid/, main/binary-amd64/Packages.xz",
        "/debian/dists/sid/main/binary-amd64/Release, /debian/dists/sid/, main/binary-amd64/Release",
        "/debian/dists/sid/main/dep11/icons-48x48%402.tar.gz, /debian/dists/sid/, main/dep11/icons-48x48@2.tar.gz",
        "/flat/Packages, /flat/, Packages",
        "/Packages, /, Packages",
        "/flat//Packages, /flat/, Packages",
    })
    void member_pathOfASuite_isTheNameInItsReleaseFile(String path, String directory, String member) {
        assertThat(path(path).member(directory)).contains(member);
    }

    @ParameterizedTest
    @CsvSource({
        "/debian/dists/sid/InRelease, /debian/dists/sid/",
        "/debian/dists/sid/updates/Release, /debian/dists/sid/",
        "/debian/dists/sid/, /debian/dists/sid/",
        "/debian/dists/sid/main/, /debian/dists/sid/",
        "/debian/dists/sid2/Packages, /debian/dists/sid/",
        "/debian/pool/x.deb, /debian/dists/sid/",
    })
    void member_noFileOfTheSuite_isEmpty(String path, String directory) {
        assertThat(path(path).member(directory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/debian/pool/main/g/g%2b%2b/g%2B+_1%3a2%7erc_amd64.deb, pool/main/g/g++/g++_1:2~rc_amd64.deb",
        "/debian/pool/main/x/x_1%253a2.deb, pool/main/x/x_1%3a2.deb",
        "/debian/pool//x.deb, pool/x.deb",
    })
    void below_anySpelling_isTheNameInTheIndex(String path, String name) {
        assertThat(path(path).below("/debian/")).contains(name);
    }

    @Test
    void byHash_nameBelowASuite_saysDirectoryAndDigest() {
        var path = path("/debian/dists/sid/main/i18n/by-hash/MD5Sum/" + "0f".repeat(16));

        var name = path.byHash().orElseThrow();

        assertThat(name.directory()).isEqualTo("/debian/dists/sid/main/i18n/");
        assertThat(name.checksum().hex()).isEqualTo("0f".repeat(16));
        assertThat(path("/debian/dists/sid/main/i18n/Translation-en").byHash()).isEmpty();
    }

    /**
     * apt adds names to the URI of the source, and the directory after it, as in
     * {@code deb http://deb.example.org/debian-stable binary/}.
     */
    @ParameterizedTest
    @CsvSource({
        "/flat/, '', /flat/",
        "/flat/, amd64/, /flat/",
        "/debian-stable/binary/, binary/, /debian-stable/",
        "/debian-stable/binary/, binary/a/, /debian-stable/",
        "/debian-stable/binary/, binaries/, /debian-stable/binary/",
        "/repo/deb/amd64/, deb/amd64/, /repo/",
        "/repo/deb/amd64/, repo/deb/amd64/, /",
        "/repo/deb/amd64/, amd64/, /repo/deb/",
        "/, '', /",
        "/, a/, /",
        "/a/, a/, /",
    })
    void flatRoot_namesOfTheIndex_sayWhereTheyAreRelativeTo(String directory, String common, String root) {
        assertThat(AptPath.flatRoot(directory, common)).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/a%zz", "/a%00", "", "*", "pool/a.deb"})
    void of_noPathOfAFile_isEmpty(String path) {
        assertThat(AptPath.of(path)).isEmpty();
    }

    @Test
    void uriPath_name_isEncodedAsClientsDo() {
        assertThat(path("/pool/a%20b%2b%3a.deb").uriPath()).isEqualTo("/pool/a%20b+:.deb");
        assertThat(path("/pool/a.deb").directory()).isEqualTo("/pool/");
        assertThat(path("/pool/a.deb").name()).isEqualTo("a.deb");
        assertThat(path("/pool/a.deb")).hasToString("/pool/a.deb");
    }
}
