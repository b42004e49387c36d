package org.aptheke.repo;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByHashNameTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @EnumSource
    void of_anyAlgorithm_isUnderstood(DigestAlgorithm algorithm) {
        String digits = "0a".repeat(algorithm.bytes());
        String path = "/debian/dists/sid/main/by-hash/" + algorithm.repositoryName() + "/" + digits;

        var name = ByHashName.of(path);

        assertThat(name).contains(new ByHashName("/debian/dists/sid/main/", new Checksum(algorithm, digits)));
        assertThat(name.orElseThrow().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"/by-hash/SHA256/, /", "by-hash/SHA256/, ''", "main/binary-amd64/by-hash/SHA256/, main/binary-amd64/"})
    void of_anyPlace_tellsTheDirectory(String place, String directory) {
        assertThat(ByHashName.of(place + HEX).map(ByHashName::directory)).contains(directory);
    }

    @Test
    void of_digitsInUpperCase_isTheSamePromise() {
        assertThat(ByHashName.of("/by-hash/SHA256/" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(ByHashName.of("/by-hash/SHA256/" + HEX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/by-hash/SHA256/0123456789abcdef",
                "/x/by-hash/SHA1/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/x/by-hash/sha256/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/x/by-hash/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/x/my-by-hash/SHA256/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/x/by-hash/SHA256/y/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "SHA256/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/x/by-hash/SHA256/",
                "/by-hash/",
                "/",
                "",
            })
    void of_anythingElse_isEmpty(String path) {
        assertThat(ByHashName.of(path)).isEmpty();
    }
}
