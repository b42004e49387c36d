package org.aptheke.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.cache.CacheKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuiteIdTest {
    @ParameterizedTest
    @CsvSource({
        "deb.example.org/debian/dists/stable/InRelease, deb.example.org/debian/dists/stable, deb.example.org/debian",
        "deb.example.org/debian/dists/stable/updates/Release, deb.example.org/debian/dists/stable/updates,"
                + " deb.example.org/debian",
        "vendor.example/flat/Release.gpg, vendor.example/flat, vendor.example/flat",
        "vendor.example/InRelease, vendor.example, vendor.example",
        "vendor.example:8080/dists/x/InRelease, vendor.example:8080/dists/x, vendor.example:8080"
    })
    void ofRelease_releaseFile_isItsDirectory(String key, String directory, String root) {
        var suite = SuiteId.ofRelease(new CacheKey(key)).orElseThrow();

        assertThat(suite.directory()).isEqualTo(directory);
        assertThat(suite.archiveRoot()).isEqualTo(root);
    }

    @Test
    void ofRelease_otherFile_isNone() {
        assertThat(SuiteId.ofRelease(new CacheKey("deb.example.org/debian/dists/stable/Release.xz")))
                .isEmpty();
        assertThat(SuiteId.ofRelease(new CacheKey("deb.example.org"))).isEmpty();
    }

    @Test
    void contains_fileOfASuiteWithALongerName_isFalse() {
        var stable = new SuiteId("deb.example.org/debian/dists/stable");

        assertThat(stable.contains(new CacheKey("deb.example.org/debian/dists/stable/main/Packages")))
                .isTrue();
        assertThat(stable.contains(new CacheKey("deb.example.org/debian/dists/stable-updates/main/Packages")))
                .isFalse();
    }
}
