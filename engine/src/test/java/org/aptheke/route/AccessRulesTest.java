package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessRulesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "10.2.3.4, true",
        "172.20.0.1, true",
        "192.168.1.1, true",
        "169.254.1.1, true",
        "::1, true",
        "fd00::1, true",
        "fe80::1, true",
        "::ffff:10.0.0.1, true",
        "172.32.0.1, false",
        "8.8.8.8, false",
        "203.0.113.1, false",
        "2001:db8::1, false",
        "100.64.0.1, false"
    })
    void admits_default(String client, boolean expected) {
        assertThat(AccessRules.DEFAULT.admits(InetAddress.ofLiteral(client))).isEqualTo(expected);
    }

    @Test
    void admits_linkLocalWithZone() throws UnknownHostException {
        byte[] bytes = InetAddress.ofLiteral("fe80::7").getAddress();
        assertThat(AccessRules.DEFAULT.admits(Inet6Address.getByAddress("", bytes, 2)))
                .isTrue();
    }

    @Test
    void refusalOfClient_namesTheSetting() {
        assertThat(AccessRules.refusalOfClient(InetAddress.ofLiteral("203.0.113.7")))
                .contains("[clients] allow = [\"203.0.113.7\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "deb.example.org, deb.example.org, true",
        "Deb.Example.org, deb.example.org, true",
        "deb.example.org, x.deb.example.org, false",
        "deb.example.org, example.org, false",
        "*.example.org, deb.example.org, true",
        "*.example.org, a.b.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, evilexample.org, false",
        "*.org, deb.example.org, true",
        "*, anything, true",
        "*, ::1, true",
        "::1, ::1, true",
        "[::1], ::1, true",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false"
    })
    void hostPatterns_match(String pattern, String host, boolean expected) {
        assertThat(HostPatterns.of(List.of("other.example", pattern)).matches(host))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*.",
                ".example.org",
                "a..b",
                "a*b",
                "*.*.org",
                "http://a.example",
                "a.example/",
                "a b",
                "**"
            })
    void hostPatterns_invalid_areNamed(String pattern) {
        assertThatThrownBy(() -> HostPatterns.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + pattern + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "*:443, any.example, 443, true",
        "*:443, any.example, 80, false",
        "vendor.example:443, vendor.example, 443, true",
        "vendor.example:443, other.example, 443, false",
        "*.vendor.example:443, a.vendor.example, 443, true",
        "vendor.example:*, vendor.example, 22, true",
        "[::1]:443, ::1, 443, true"
    })
    void tunnelPatterns_match(String pattern, String host, int port, boolean expected) {
        assertThat(TunnelPatterns.of(List.of(pattern)).matches(host, port)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vendor.example",
                "*",
                "[::1]",
                ":443",
                "a.example:0",
                "a.example:65536",
                "a.example:x",
                "a.example:",
                "a b:1"
            })
    void tunnelPatterns_invalid_fail(String pattern) {
        assertThatThrownBy(() -> TunnelPatterns.of(List.of(pattern))).isInstanceOf(IllegalArgumentException.class);
    }
}
