package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986, 2.1 and 6.2.2; {@code normalised} is tested as part of cache keys. */
final class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "/pool/g%2b%2B_1%3a2%7Erc_amd64.deb, /pool/g++_1:2~rc_amd64.deb",
        "/a+b, /a+b",
        "/a%253ab, /a%3ab",
        "/a%20b, /a b",
        "/gr%C3%bcn, /grün",
        "//a//b, //a//b",
        "'', ''",
    })
    void decoded_path_isTheName(String path, String name) {
        assertThat(PercentEncoding.decoded(path)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a%", "/a%2", "/a%zz", "/a%+2", "/a%2fb", "/a%00", "/a%0a", "/a%7f", "/gr%FCn", "/grün", "/a\n"
            })
    void decoded_noName_isEmpty(String path) {
        assertThat(PercentEncoding.decoded(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/pool/g++_1:2~rc_amd64.deb, /pool/g++_1:2~rc_amd64.deb",
        "/a%3ab, /a%253ab",
        "/a b?#[], /a%20b%3F%23%5B%5D",
        "/grün, /gr%C3%BCn",
        "'/icons@2!$&()*,;=', '/icons@2!$&()*,;='",
    })
    void encoded_name_isThePathAsClientsWriteIt(String name, String path) {
        assertThat(PercentEncoding.encoded(name)).isEqualTo(path);
        assertThat(PercentEncoding.normalised(path)).isEqualTo(path);
    }

    @Test
    void decoded_encodedName_isTheSame() {
        for (int c = ' '; c < 0x3000; c++) {
            if (c != 0x7f) {
                String name = "/a" + (char) c + "b";

                assertThat(PercentEncoding.decoded(PercentEncoding.encoded(name)))
                        .contains(name);
            }
        }
    }
}
