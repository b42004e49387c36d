package org.aptheke.remap;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;

final class MirrorsTest {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final Mirrors mirrors =
            new Mirrors(List.of(uri("http://a.example/"), uri("http://b.example/"), uri("http://c.example/")), clock);

    @Test
    void order_allWell_isTheOperators() {
        mirrors.succeeded(2, Duration.ofMillis(1));
        mirrors.succeeded(0, Duration.ofMillis(900));

        assertThat(mirrors.order()).containsExactly(0, 1, 2);
    }

    @Test
    void order_failedMirror_isLastUntilItHasRested() {
        mirrors.failed(0, "refused");

        assertThat(mirrors.order()).containsExactly(1, 2, 0);
        clock.advance(Duration.ofSeconds(5));
        assertThat(mirrors.order()).as("one request tries it").containsExactly(0, 1, 2);
        assertThat(mirrors.order()).as("others pass it by meanwhile").containsExactly(1, 2, 0);
    }

    @Test
    void order_mirrorThatAnswersAgain_isBackInItsPlaceOnceItsTroubleIsOutweighed() {
        mirrors.failed(0, "refused");
        mirrors.failed(0, "refused");
        mirrors.succeeded(0, Duration.ofMillis(1));

        assertThat(mirrors.status().getFirst().restsUntil()).isEmpty();
        assertThat(mirrors.order()).containsExactly(0, 1, 2);
    }

    @Test
    void order_mirrorThatFailsEverySecondTime_comesBehindThoseThatDoNot() {
        for (int i = 0; i < 10; i++) {
            mirrors.succeeded(0, Duration.ofMillis(1));
            mirrors.failed(0, "reset");
        }
        mirrors.succeeded(0, Duration.ofMillis(1));
        assertThat(mirrors.status().getFirst().trouble()).isBetween(0.3, 0.4);
        mirrors.failed(0, "reset");
        mirrors.failed(0, "reset");
        mirrors.succeeded(0, Duration.ofMillis(1));

        assertThat(mirrors.order()).containsExactly(1, 2, 0);
        clock.advance(Duration.ofMinutes(2));
        assertThat(mirrors.order()).as("trouble fades").containsExactly(0, 1, 2);
    }

    @Test
    void failed_again_restsLongerUpToFiveMinutes() {
        for (int i = 0; i < 4; i++) {
            mirrors.failed(1, "refused");
        }
        assertThat(mirrors.status().get(1).restsUntil())
                .hasValue(clock.instant().plusSeconds(40));
        for (int i = 0; i < 40; i++) {
            mirrors.failed(1, "refused");
        }
        assertThat(mirrors.status().get(1).restsUntil())
                .hasValue(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(mirrors.status().get(1).failures()).isEqualTo(44);
    }

    @Test
    void misled_againAlthoughItAnswers_restsLongerUntilItHasBeenRight() {
        for (int seconds : new int[] {5, 10, 20}) {
            mirrors.succeeded(0, Duration.ofMillis(1));
            mirrors.misled(0, "another digest");
            assertThat(mirrors.status().getFirst().restsUntil())
                    .hasValue(clock.instant().plusSeconds(seconds));
        }
        mirrors.succeeded(0, Duration.ofMillis(1));
        mirrors.proved(0);
        mirrors.misled(0, "another digest");

        assertThat(mirrors.status().getFirst().restsUntil())
                .hasValue(clock.instant().plusSeconds(5));
        assertThat(mirrors.status().getFirst().lastFailure()).isEqualTo("another digest");
    }

    @Test
    void order_allRest_soonestDueFirst() {
        mirrors.failed(0, "x");
        mirrors.failed(0, "x");
        mirrors.failed(1, "x");
        mirrors.failed(2, "x");
        mirrors.failed(2, "x");
        mirrors.failed(2, "x");

        assertThat(mirrors.order()).containsExactly(1, 0, 2);
    }

    @Test
    void succeeded_latency_isAMovingAverage() {
        mirrors.succeeded(0, Duration.ofMillis(100));
        mirrors.succeeded(0, Duration.ofMillis(200));

        assertThat(mirrors.status().getFirst().latency()).isEqualTo(Duration.ofMillis(120));
    }
}
