package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.1.1.1, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true"
    })
    void contains_addressInOrOut(String block, String address, boolean expected) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0/8",
                "10/8",
                "2130706433",
                "0x7f.1",
                "localhost",
                "*.example.org",
                "::/129",
                "fe80::1%eth0",
                "::g",
                "10.0.0.256",
                "::ffff:10.0.0.0/8",
                "fe80:/10"
            })
    void parse_notABlock_namesIt(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5/8, 10.0.0.0/8", "fd00::1/8, fd00::/8", "192.168.1.1/0, 0.0.0.0/0"})
    void parse_bitsBehindPrefix_namesTheBlock(String text, String block) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .hasMessageContaining(text)
                .hasMessageContaining("the block is " + block);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
        "0:0:0:0:0:0:0:0/0, ::/0",
        "1:0:0:0:0:0:0:0, 1::/128",
        "127.0.0.1, 127.0.0.1/32"
    })
    void toString_anyAddress_isCanonical(String text, String expected) {
        assertThat(Cidr.parse(text)).hasToString(expected);
    }
}
