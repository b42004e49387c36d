package org.aptheke.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.aptheke.digest.Digest;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.store.Blob;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;

final class ClientGenerationsTest {
    private static final SuiteId SUITE = new SuiteId("deb.example.org/debian/dists/stable");
    private static final InetAddress ALICE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BOB = InetAddress.ofLiteral("192.0.2.2");

    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final ClientGenerations clients = new ClientGenerations(clock);

    @Test
    void of_anotherConnectionOfTheAddress_isTheSameForFiveMinutes() throws Exception {
        clients.given(new Client(ALICE, 1), SUITE, generation(7));

        assertThat(clients.of(new Client(ALICE, 2), SUITE)).contains(7L);
        assertThat(clients.of(new Client(BOB, 3), SUITE)).isEmpty();
        clock.advance(Duration.ofMinutes(6));
        assertThat(clients.of(new Client(ALICE, 2), SUITE)).isEmpty();
        assertThat(clients.of(new Client(ALICE, 1), SUITE)).contains(7L);
    }

    @Test
    void of_connectionWithItsOwn_isNotThatOfAnotherAtTheAddress() throws Exception {
        clients.given(new Client(ALICE, 1), SUITE, generation(7));
        clients.given(new Client(ALICE, 2), SUITE, generation(8));

        assertThat(clients.of(new Client(ALICE, 1), SUITE)).contains(7L);
        assertThat(clients.of(new Client(ALICE, 3), SUITE)).contains(8L);
    }

    @Test
    void of_anotherSuite_isNone() throws Exception {
        clients.given(new Client(ALICE, 1), SUITE, generation(7));

        assertThat(clients.of(new Client(ALICE, 1), new SuiteId("deb.example.org/debian/dists/testing")))
                .isEqualTo(Optional.empty());
    }

    private static Generation generation(long number) throws Exception {
        var release =
                ReleaseFile.parse(ByteBuffer.wrap("Suite: stable\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return new Generation(
                number,
                Map.of(ReleaseName.IN_RELEASE, new Blob(Digest.EMPTY, 0)),
                release,
                Instant.EPOCH,
                Optional.empty(),
                "",
                true,
                true);
    }
}
