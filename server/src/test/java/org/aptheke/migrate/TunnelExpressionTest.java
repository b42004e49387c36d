package org.aptheke.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TunnelExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^a\\.example:443$ a.example:443",
                "^.*\\.example\\.org:443$ *.example.org:443",
                ".* *:*",
                "^.*$ *:*",
                ".*:443 *:443",
                ":443$ *:443",
                "^a\\.example:.*$ a.example:*",
                "^vendor.example:443 vendor.example:443",
            })
    void patterns_namesHosts_areTheSame(String expression, String pattern) {
        assertThat(TunnelExpression.patterns(expression)).contains(List.of(pattern));
    }

    @Test
    void patterns_alternatives_areAllOfThem() {
        assertThat(TunnelExpression.patterns("^(bugs\\.debian\\.org|changelogs\\.ubuntu\\.com):(443|8443)$"))
                .contains(List.of(
                        "bugs.debian.org:443",
                        "bugs.debian.org:8443",
                        "changelogs.ubuntu.com:443",
                        "changelogs.ubuntu.com:8443"));
        assertThat(TunnelExpression.patterns("^a:1$|^b:2$")).contains(List.of("a:1", "b:2"));
    }

    @Test
    void patterns_openAtTheFront_areTheHostAndThoseBelow() {
        assertThat(TunnelExpression.patterns("private-ppa\\.launchpad\\.net:443$"))
                .contains(List.of("private-ppa.launchpad.net:443", "*.private-ppa.launchpad.net:443"));
        assertThat(TunnelExpression.patterns("packagecloud\\.io"))
                .contains(List.of("packagecloud.io:*", "*.packagecloud.io:*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-c]\\.example:443$",
                "^a+:443$",
                "a(b",
                "^a\\.example$",
                "a)b",
                "^a.*b\\.example:443$",
                "^(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d):443$",
            })
    void patterns_saysMoreThanHosts_areNone(String expression) {
        assertThat(TunnelExpression.patterns(expression)).isEmpty();
    }
}
