package org.aptheke.origin;

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

final class EgressGuardTest {
    private final EgressGuard guard = new EgressGuard(List.of());

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.0.0.1, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.0.1, private",
        "100.64.0.1, carrier-grade",
        "100.127.255.255, carrier-grade",
        "169.254.169.254, link-local",
        "192.0.0.8, protocol",
        "198.18.0.1, benchmarking",
        "198.19.255.255, benchmarking",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::1, loopback",
        "::, unspecified",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "fc00::1, unique local",
        "fd00:ec2::254, unique local",
        "ff02::1, multicast",
        "::ffff:127.0.0.1, loopback",
        "::127.0.0.1, loopback",
        "::10.0.0.1, private",
        "64:ff9b::7f00:1, loopback",
        "64:ff9b::a9fe:a9fe, link-local",
        "64:ff9b:1::10.0.0.1, private",
        "64:ff9b:1:a00:0:100::, private",
        "64:ff9b:1:ff0a:0:102::, private",
        "64:ff9b:1:ffff:a:0:100:0, private",
        "2002:7f00:1::, loopback",
        "2002:c0a8:101::1, private",
        "2001:0:808:808:0:ffff:80ff:fffe, loopback",
        "2001:0:a00:1::f7f7:f7f7, private",
        "2001:db8::5efe:10.0.0.1, private",
        "2001:db8::200:5efe:10.0.0.1, private"
    })
    void check_specialAddress_isRefusedByKind(String address, String kind) {
        assertThatThrownBy(() -> guard.check("deb.example.org", InetAddress.ofLiteral(address)))
                .isInstanceOf(EgressRefusedException.class)
                .hasMessageContaining("deb.example.org")
                .hasMessageContaining(kind)
                .hasMessageContaining("[egress] allow = [\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "2001:db8::1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "192.0.1.0",
                "223.255.255.255",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2001:0:808:808:0:ffff:f7f7:f7f7",
                "::ffff:8.8.8.8",
                "fbff::1",
                "64:ff9b:1::8.8.8.8",
                "64:ff9b:1:808:8:800::"
            })
    void check_ordinaryOrDocumentationAddress_passes(String address) {
        assertThat(guard.permits(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void check_zone_doesNotHideTheAddress() throws UnknownHostException {
        byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
        byte[] mapped = InetAddress.ofLiteral("::").getAddress();
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;

        assertThat(guard.permits(Inet6Address.getByAddress("x", linkLocal, 3))).isFalse();
        assertThat(guard.permits(Inet6Address.getByAddress("x", mapped, 3))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1/32, 127.0.0.1, true",
        "127.0.0.1/32, 127.0.0.2, false",
        "127.0.0.1/32, ::ffff:127.0.0.1, true",
        "127.0.0.1/32, 64:ff9b::7f00:1, true",
        "127.0.0.1/32, ::127.0.0.1, true",
        "127.0.0.1/32, ::1, false",
        "10.0.0.0/8, 10.9.8.7, true",
        "10.0.0.0/8, 192.168.1.1, false",
        "fd00::/8, fd12::1, true",
        "64:ff9b::/96, 64:ff9b::a00:1, true",
        "::1, ::1, true"
    })
    void permits_allowedBlock_allowsItOnly(String allowed, String address, boolean expected) {
        var opened = new EgressGuard(List.of(Cidr.parse(allowed)));
        assertThat(opened.permits(InetAddress.ofLiteral(address))).isEqualTo(expected);
    }

    @Test
    void check_refused_messageIsWholeAndItsLineHelps() {
        InetAddress address = InetAddress.ofLiteral("64:ff9b::7f00:1");

        assertThatThrownBy(() -> guard.check("deb.example.org", address))
                .hasMessage("deb.example.org leads to 64:ff9b::7f00:1, a loopback address (127.0.0.1 in NAT64 form):"
                        + " such addresses may not be origins. To allow it: [egress] allow = [\"127.0.0.1/32\"]");
        assertThatThrownBy(() -> guard.check("10.1.2.3", InetAddress.ofLiteral("10.1.2.3")))
                .hasMessage(
                        "10.1.2.3, a private address: such addresses may not be origins. To allow it: [egress] allow ="
                                + " [\"10.1.2.3/32\"]");
    }
}
