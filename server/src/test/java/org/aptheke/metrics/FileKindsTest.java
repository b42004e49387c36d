package org.aptheke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileKindsTest {
    private final FileKinds kinds = new FileKinds();

    @ParameterizedTest
    @CsvSource({
        "/debian/pool/main/h/hello/hello_1_all.deb, PACKAGE",
        "/debian/pool/main/h/hello/hello_1_all.deb?token=x, PACKAGE",
        "/debian/dists/sid/InRelease, RELEASE",
        "/debian/dists/sid/main/binary-amd64/Packages.xz, INDEX",
        "/debian/dists/sid/main/by-hash/MD5Sum/d41d8cd98f00b204e9800998ecf8427e, BY_HASH",
        "/, OTHER",
        "'', OTHER",
        "?, OTHER",
        "vendor.example:443, OTHER"
    })
    void at_path_isToldTheFirstTimeAndAgain(String path, FileKind kind) {
        assertThat(kinds.at(path)).isEqualTo(kind);
        assertThat(kinds.at(path)).isEqualTo(kind);
    }

    @Test
    void at_manyPathsThatShareSlots_areNeverTakenForEachOther() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(kinds.at("/pool/p" + i + "_1_all.deb")).isEqualTo(FileKind.PACKAGE);
                assertThat(kinds.at("/dists/s" + i + "/InRelease")).isEqualTo(FileKind.RELEASE);
            }
        }
    }

    @Test
    void at_veryLongPath_isToldToo() {
        assertThat(kinds.at("/" + "x".repeat(8_000) + "_1_all.deb")).isEqualTo(FileKind.PACKAGE);
    }
}
