package org.aptheke.origin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericHostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "2130706433",
                "0177.0.0.1",
                "0x7f.1",
                "0x7f000001",
                "017700000001"
            })
    void parse_spellingOfLoopback_isLoopback(String host) throws UnknownHostException {
        assertThat(NumericHost.parse(host)).contains(InetAddress.ofLiteral("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"256.0.0.1", "1.2.3.4.5", "4294967296", "08.0.0.1", "deb.example.7", "1..2", "0x"})
    void parse_endsInANumberButIsNoAddress_isRefused(String host) {
        assertThatThrownBy(() -> NumericHost.parse(host)).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void parse_name_isNone() throws UnknownHostException {
        assertThat(NumericHost.parse("3.deb.example.org")).isEmpty();
        assertThat(NumericHost.parse("::1")).isEmpty();
        assertThat(NumericHost.parse("::ffff:127.0.0.1")).isEmpty();
    }
}
