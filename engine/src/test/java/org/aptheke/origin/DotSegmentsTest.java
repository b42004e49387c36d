package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DotSegmentsTest {
    @ParameterizedTest
    @CsvSource({
        "/a/b/c, /a/b/c",
        "/, /",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/a/.., /",
        "/., /",
        "/a/%2e%2E/b, /b",
        "/a/.%2e/b, /b",
        "/a/%2e/b, /a/b",
        "/a//../b, /a/b",
        "/a//b, /a//b",
        "/a/..., /a/...",
        "/a/..b, /a/..b",
        "/a/.b/%2eb, /a/.b/%2eb",
        "/a/%2f../b, /a/%2f../b",
        "/a/b/c/./../../g, /a/g",
        "//, //"
    })
    void removeStrictly_withinRoot(String path, String expected) {
        assertThat(DotSegments.removeStrictly(path)).hasValue(expected);
        assertThat(DotSegments.remove(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../a", "/a/../../b", "/%2e%2e/a", "/./../a"})
    void removeStrictly_aboveRoot_isEmpty(String path) {
        assertThat(DotSegments.removeStrictly(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/.., /", "/../a, /a", "/a/../../b, /b"})
    void remove_aboveRoot_staysThere(String path, String expected) {
        assertThat(DotSegments.remove(path)).isEqualTo(expected);
    }
}
