package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "127.0.0.1, 127.0.0.1",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
        "2001:db8:1:2::, 2001:db8:1:2::",
        "fd00::1:2:3:4, fd00::1:2:3:4",
        "fe80::1, fe80::1"
    })
    void of_address_isWhatOneClientMayUse(String client, String network) {
        assertThat(ClientNetwork.of(InetAddress.ofLiteral(client))).isEqualTo(InetAddress.ofLiteral(network));
    }
}
