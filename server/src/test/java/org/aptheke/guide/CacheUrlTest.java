package org.aptheke.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://cache.example.org:3142, http://cache.example.org:3142",
        "http://cache.example.org:3142/, http://cache.example.org:3142",
        "http://cache:80, http://cache",
        "https://cache, https://cache",
        "https://cache:3144//, https://cache:3144",
        "http://[2001:db8::1]:3142, http://[2001:db8::1]:3142",
        "http://192.0.2.1:3142, http://192.0.2.1:3142"
    })
    void parse_cacheUrl_isReadAndWritten(String text, String written) {
        assertThat(CacheUrl.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cache:3142",
                "ftp://cache:3142",
                "http://cache:3142/debian",
                "http://cache:3142?x",
                "http://user:pw@cache:3142",
                "http://cache:0",
                "http://cache:65536",
                "http://ca che",
                "http://cache\";reboot;\"",
                "http://$(reboot)",
                "http://`reboot`:1",
                "http://a'b",
                "http://a\nb",
                "http://[::1;x]:1",
                "http://-cache",
                "http://<script>"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> CacheUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
