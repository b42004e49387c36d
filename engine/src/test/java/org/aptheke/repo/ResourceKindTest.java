package org.aptheke.repo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourceKindTest {
    private static final String SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/pool/main/a/apt/apt_2.6.1_amd64.deb",
                "/debian/pool/main/g/g++/g++_4%3a12.2.0-3_amd64.deb",
                "/debian/pool/main/d/di/di_1.0_amd64.udeb",
                "/ubuntu/pool/main/d/di/di-dbgsym_1.0_amd64.ddeb",
                "/debian/pool/main/a/apt/apt_2.6.1.dsc",
                "/debian/pool/main/a/apt/apt_2.6.1.tar.xz",
                "/debian/pool/main/g/gcc/gcc_12.2.0.orig-doc.tar.gz",
                "/debian/pool/main/g/gcc/gcc_12.2.0.orig.tar.xz.asc",
                "/debian/pool/main/f/foo/foo_1.0-1.diff.gz",
                "/debian/pool/main/f/foo/foo_1.0-1.debian.tar.zst",
                "/flat/foo_1.0.orig.tar.bz2",
                "/linux/debian/dists/bookworm/pool/stable/amd64/docker-ce_27.0.1-1_amd64.deb",
                "/fedora/Packages/b/bash-5.2.26-3.fc40.x86_64.rpm",
                "/alpine/v3.20/main/x86_64/busybox-1.36.1-r28.apk",
                "/arch/core/os/x86_64/bash-5.2.026-2-x86_64.pkg.tar.zst",
                "/arch/core/os/x86_64/bash-5.2.026-2-x86_64.pkg.tar.zst.sig",
            })
    void of_packageFile_isImmutableByName(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.IMMUTABLE_BY_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/dists/bookworm/InRelease",
                "/debian/dists/bookworm/Release",
                "/debian/dists/bookworm/updates/Release.gpg",
                "/flat/InRelease",
                "/flat/./Release",
                "/InRelease",
            })
    void of_releaseFile_isOne(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.RELEASE_FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/dists/bookworm/main/binary-amd64/Packages.xz",
                "/debian/dists/bookworm/main/binary-amd64/Packages",
                "/debian/dists/bookworm/main/binary-amd64/Release",
                "/debian/dists/bookworm/main/source/Release",
                "/debian/dists/bookworm/main/source/Sources.gz",
                "/debian/dists/bookworm/main/Contents-amd64.gz",
                "/debian/dists/bookworm/main/i18n/Translation-de.bz2",
                "/debian/dists/bookworm/main/dep11/icons-128x128@2.tar.gz",
                "/debian/dists/bookworm/main/dep11/Components-amd64.yml.xz",
                "/debian/dists/bookworm/main/cnf/Commands-amd64.xz",
                "/debian/dists/bookworm/main/binary-amd64/Packages.diff/Index",
                "/debian/dists/bookworm/main/binary-amd64/Packages.diff/2026-01-01-0800.00.gz",
                "/flat/Packages.gz",
                "/flat/Sources",
            })
    void of_indexFile_isSuiteMember(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.SUITE_MEMBER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/debian/dists/bookworm/main/binary-amd64/by-hash/SHA256/" + SHA256,
                "/debian/dists/bookworm/by-hash/SHA512/" + SHA256 + SHA256,
                "/flat/by-hash/MD5Sum/d41d8cd98f00b204e9800998ecf8427e",
                "/flat/by-hash/SHA1/da39a3ee5e6b4b0d3255bfef95601890afd80709",
            })
    void of_nameThatIsADigest_isByHash(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.BY_HASH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flat/by-hash/SHA256/latest",
                "/flat/by-hash/SHA1/" + SHA256,
                "/flat/by-hash/SHA256/" + SHA256 + "/more",
                "/flat/by-hash/CRC32/" + SHA256,
            })
    void of_byHashWithoutFittingDigest_isOpaque(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.OPAQUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/debian/",
                "/keys/archive.asc",
                "/images/debian-12.iso",
                "/debian/dists/bookworm/main/installer-amd64/current/images/netboot/netboot.tar.gz",
                "/debian/dists/bookworm/main/installer-amd64/current/images/netboot/debian-cd_info.tar.gz",
                "/ubuntu/dists/noble-updates/main/dist-upgrader-all/current/noble.tar.gz",
                "/changelogs/pool/main/a/apt/apt_2.6.1/changelog",
                "/releases/latest.tar.gz",
                "/alpine/v3.20/main/x86_64/APKINDEX.tar.gz",
                "/fedora/repodata/repomd.xml",
                "/Release/notes.html",
                "/pool/deb",
                "/.deb",
            })
    void of_anythingElse_isOpaque(String path) {
        assertThat(ResourceKind.of(path)).isEqualTo(ResourceKind.OPAQUE);
    }
}
