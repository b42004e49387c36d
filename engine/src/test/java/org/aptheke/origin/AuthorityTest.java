package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "deb.example.org, deb.example.org, 80",
        "DEB.Example.ORG:8080, deb.example.org, 8080",
        "deb.example.org., deb.example.org, 80",
        "deb.example.org:, deb.example.org, 80",
        "localhost:00080, localhost, 80",
        "my_host:65535, my_host, 65535",
        "127.1:1, 127.1, 1",
        "[::1], ::1, 80",
        "[::1]:, ::1, 80",
        "[2001:DB8::1]:443, 2001:db8::1, 443"
    })
    void parse_valid(String text, String host, int port) throws URISyntaxException {
        assertThat(Authority.parse(text, 80)).isEqualTo(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ":80",
                "a..b",
                ".a",
                "a:0",
                "a:65536",
                "a:999999",
                "a:8o",
                "a:-1",
                "a:+1",
                "a:80:80",
                "a b",
                "a%2eb",
                "a/b",
                "[::1",
                "[]",
                "[::1]x",
                "[127.0.0.1]",
                "[fe80::1%eth0]",
                "[g::]",
                "::1",
                "h\u00f6st",
                "a,b",
                "-\\-",
                "a*b"
            })
    void parse_invalid_fails(String text) {
        assertThatThrownBy(() -> Authority.parse(text, 80)).isInstanceOf(URISyntaxException.class);
    }

    @Test
    void parse_tooLong_fails() {
        assertThatThrownBy(() -> Authority.parse("a".repeat(64) + ".org", 80)).isInstanceOf(URISyntaxException.class);
        assertThatThrownBy(() -> Authority.parse("a.".repeat(130) + "org", 80)).isInstanceOf(URISyntaxException.class);
    }

    @Test
    void parse_userInfo_failsWithoutRepeatingTheSecret() {
        assertThatThrownBy(() -> Authority.parse("joe:secret@deb.example.org", 80))
                .hasMessageContaining("auth.conf")
                .hasMessageNotContaining("secret");
    }
}
