package org.aptheke.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the loopback interface, which no datagram leaves. */
final class AnnouncementTest {
    private static final String SERVICE = "_apt_proxy._tcp.local.";
    private static final List<InetSocketAddress> LOOPBACK =
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3142));

    @Test
    void announcement_isHeard_answersQuestions_andSaysGoodbye() throws Exception {
        try (var neighbour = new MdnsListener()) {
            try (var announcement = Announcement.start("storehouse", 31420, new Places(LOOPBACK, true))) {
                assertThat(announcement).isNotNull();
                var place = neighbour.await(
                        told -> MdnsListener.isPlace(told) && told.name().endsWith(SERVICE));
                assertThat(place.port()).isEqualTo(31420);
                assertThat(place.name()).startsWith("Aptheke on storehouse");
                assertThat(place.seconds()).isPositive();

                neighbour.ask(SERVICE);
                var answer = neighbour.await(told -> MdnsListener.isService(told, SERVICE));
                assertThat(answer.seconds()).isPositive();
            }

            // RFC 6762, 10.1: a record that is no more has nothing left to live.
            neighbour.await(told -> MdnsListener.isService(told, SERVICE) && told.seconds() == 0);
        }
    }

    @Test
    void places_loopback_concernsNobody_unlessWished() {
        assertThat(new Places(LOOPBACK, false).isNone()).isTrue();
        assertThat(new Places(LOOPBACK, false).find()).isEmpty();
        assertThat(new Places(LOOPBACK, true).isNone()).isFalse();
        assertThat(new Places(LOOPBACK, true).find()).containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void places_ofAnAddress_areThatAddress() throws Exception {
        var address = InetAddress.getByName("192.0.2.1");
        var places = new Places(List.of(new InetSocketAddress(address, 3142)), false);

        assertThat(places.isNone()).isFalse();
        assertThat(places.find()).containsExactly(address);
    }

    @Test
    void places_ofAllAddresses_areOneForEachNetwork_andNeverTheMachineItself() {
        var places = new Places(List.of(new InetSocketAddress(3142)), true);

        assertThat(places.isNone()).isFalse();
        assertThat(places.find()).noneMatch(InetAddress::isLoopbackAddress).noneMatch(InetAddress::isAnyLocalAddress);
    }
}
