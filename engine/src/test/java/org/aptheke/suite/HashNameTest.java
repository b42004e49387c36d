package org.aptheke.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashNameTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void of_nameBelowAnIndexDirectory_tellsDirectoryAndChecksum() {
        var name = HashName.of("main/binary-amd64/by-hash/SHA256/" + HEX);

        assertThat(name)
                .contains(new HashName("main/binary-amd64/", new Checksum(DigestAlgorithm.SHA256, HEX)));
    }

    @Test
    void of_upperCaseDigits_isTheSameChecksum() {
        assertThat(HashName.of("by-hash/SHA256/" + HEX.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(HashName.of("by-hash/SHA256/" + HEX))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "by-hash/SHA256",
                "by-hash/SHA256/",
                "by-hash/SHA256/00",
                "by-hash/SHA384/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "not-by-hash/SHA256/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "SHA256/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "by-hash/SHA256/g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "by-hash/SHA1/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void of_anythingElse_isNone(String path) {
        assertThat(HashName.of(path)).isEqualTo(Optional.empty());
    }
}
