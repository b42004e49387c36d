package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressFormsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.0.0.0/8",
        "0.0.0.0/0,0.0.0.0/0",
        "192.0.2.7,192.0.2.7/32",
        "::1,::1/128",
        "fd00::/8,fd00::/8",
        "2001:db8:0:1:0:0:0:0/64,2001:db8:0:1::/64",
        "::/0,::/0"
    })
    void cidr_rightForm_isReadAndWrittenShort(String text, String written) {
        assertThat(Cidr.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0/8", "host.example.org", "fd00::/129", "/8"
            })
    void cidr_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
    }

    @Test
    void cidr_bitsBehindPrefix_saysWhatIsMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse("10.1.2.3/8"))
                .withMessageContaining("10.0.0.0/8")
                .withMessageContaining("/32");
    }

    @Test
    void listen_withoutHost_isEveryAddress() {
        InetSocketAddress address = ListenAddress.parse(":3142");

        assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
        assertThat(address.getPort()).isEqualTo(3142);
        assertThat(ListenAddress.write(address)).isEqualTo(":3142");
    }

    @Test
    void listen_ipv6_standsInBrackets() throws Exception {
        InetSocketAddress address = ListenAddress.parse("[2001:db8::1]:80");

        assertThat(address).isEqualTo(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80));
        assertThat(ListenAddress.write(address)).isEqualTo("[2001:db8::1]:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3142", "127.0.0.1", "::1:3142", "[::1]", ":65536", ":-1", ":x", "[zz]:1", "127.0.0.1:"})
    void listen_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ListenAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deb.example.org", "*.example.org", "*", "DEB.Example.org", "localhost", "[::1]", "192.0.2.1"})
    void hostPattern_rightForm_isTakenInLowerCase(String text) {
        assertThat(new HostPattern(text).text()).isEqualTo(text.toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "http://deb.example.org", "deb.example.org/", "deb.example.org:80", "a.*.org", "*x", "a b"})
    void hostPattern_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPattern(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:443", "*.example.org:443", "host.example.org:*", "[::1]:8443"})
    void hostPortPattern_rightForm_isReadAndWritten(String text) {
        assertThat(HostPortPattern.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host.example.org", "*:0", "*:70000", ":443", "[::1]"})
    void hostPortPattern_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPortPattern.parse(text));
    }
}
