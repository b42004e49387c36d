package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RequestRatesTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

    private final AtomicLong nanos = new AtomicLong(-7);
    private final RequestRates rates = new RequestRates(2, nanos::get);

    @Test
    void refusal_moreThanSavedUp_is429NamingClientAndSetting() {
        assertThat(granted(ONE, 11)).isEqualTo(10);

        var refusal = rates.refusal(ONE).orElseThrow();
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.reason()).contains("192.0.2.1", "[limits] request_rate = \"2/s\"");
    }

    @Test
    void refusal_aSecondLater_isOverForSoManyRequests() {
        granted(ONE, 11);

        pass(Duration.ofSeconds(1));

        assertThat(granted(ONE, 5)).isEqualTo(2);
    }

    @Test
    void refusal_afterLongSilence_noMoreIsSavedUp() {
        granted(ONE, 11);

        pass(Duration.ofHours(1));

        assertThat(granted(ONE, 20)).isEqualTo(10);
    }

    @Test
    void refusal_ofOne_doesNotConcernAnother() {
        granted(ONE, 11);

        assertThat(rates.refusal(OTHER)).isEmpty();
        assertThat(rates.refusal("192.0.2.1")).isEmpty();
    }

    @Test
    void refusal_addressesOfOneNetwork_countTogether() {
        for (int i = 0; i < 10; i++) {
            assertThat(rates.refusal(InetAddress.ofLiteral("2001:db8::" + i))).isEmpty();
        }

        assertThat(rates.refusal(InetAddress.ofLiteral("2001:db8::ffff"))).isPresent();
        assertThat(rates.refusal(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void refusal_unlimited_neverIs() {
        assertThat(Stream.generate(() -> RequestRates.UNLIMITED.refusal(ONE)).limit(100_000))
                .allSatisfy(refusal -> assertThat(refusal).isEmpty());
    }

    @Test
    void refusal_askedByManyThreads_grantsNoMoreThanTheLimit() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> asking = () -> granted(ONE, 100);
            int granted = 0;
            for (var each : threads.invokeAll(java.util.Collections.nCopies(4, asking))) {
                granted += each.get();
            }

            assertThat(granted).isEqualTo(10);
        }
    }

    private int granted(InetAddress client, int requests) {
        return (int) IntStream.range(0, requests)
                .filter(_ -> rates.refusal(client).isEmpty())
                .count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
