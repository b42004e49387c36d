package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelativeNameTest {
    @ParameterizedTest
    @CsvSource({
        "pool/main/a/apt/apt_2.6.1_amd64.deb, pool/main/a/apt/apt_2.6.1_amd64.deb",
        "a, a",
        "./a.deb, a.deb",
        "././a.deb, a.deb",
        ".//a.deb, a.deb",
        "pool/./a.deb, pool/a.deb",
        "pool//a.deb, pool/a.deb",
        "pool/.a.deb, pool/.a.deb",
        "..a/b.., ..a/b..",
        ".../a, .../a",
        "pool/g++_1%3a2~rc.deb, pool/g++_1%3a2~rc.deb",
        "pool/grün.deb, pool/grün.deb",
        "a name with spaces, a name with spaces",
    })
    void normalised_fineName_isInItsOneForm(String written, String normal) throws Exception {
        assertThat(new RelativeName().normalised(Slice.of(written)).text()).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "./",
                "/",
                "/etc/passwd",
                "//a",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "./../a",
                "a/./../../b",
                "a/",
                "a//",
                "a\\b",
                "..\\a",
                "a\nb",
                "a\tb",
                "a\0b",
                "a\u007fb",
            })
    void normalised_noNameOfAFileBelow_isRefused(String written) {
        assertThatThrownBy(() -> new RelativeName().normalised(Slice.of(written)))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("the name \"");
    }

    @Test
    void strictlyNormalised_emptySegment_isRefused() throws Exception {
        assertThat(new RelativeName()
                        .strictlyNormalised(Slice.of("./main/Packages"))
                        .text())
                .isEqualTo("main/Packages");
        assertThatThrownBy(() -> new RelativeName().strictlyNormalised(Slice.of("main//Packages")))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("empty segment");
    }

    @Test
    void normalised_longNameWithMuchToLeaveOut_isRebuilt() throws Exception {
        String written = "./" + "abc/.//".repeat(2_000) + "a.deb";

        assertThat(new RelativeName().normalised(Slice.of(written)).text()).isEqualTo("abc/".repeat(2_000) + "a.deb");
    }
}
