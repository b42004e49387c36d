package org.aptheke.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternsTest {
    @Test
    void match_noPattern_everyName() {
        assertThat(NamePatterns.of(List.of()).match("anything")).isTrue();
    }

    @Test
    void match_starsAndQuestionMarks_standForText() {
        var patterns = NamePatterns.of(List.of("linux-image-*", "lib?", "g++"));

        assertThat(patterns.match("linux-image-6.1")).isTrue();
        assertThat(patterns.match("linux-headers-6.1")).isFalse();
        assertThat(patterns.match("libc")).isTrue();
        assertThat(patterns.match("libcc")).isFalse();
        assertThat(patterns.match("g++")).as("no expression").isTrue();
        assertThat(patterns.match("gg")).isFalse();
        assertThat(patterns.match("my-linux-image-6.1")).as("whole names").isFalse();
    }

    @Test
    void match_exclamationMark_takesAway() {
        var some = NamePatterns.of(List.of("linux-*", "!*-dbg"));
        assertThat(some.match("linux-image")).isTrue();
        assertThat(some.match("linux-image-dbg")).isFalse();

        var others = NamePatterns.of(List.of("!*-dbg"));
        assertThat(others.match("apt")).isTrue();
        assertThat(others.match("apt-dbg")).isFalse();
    }
}
