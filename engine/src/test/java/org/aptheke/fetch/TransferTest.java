package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TransferTest {
    private final Transfer transfer = new Transfer(FetchLimits.DEFAULT, Duration.ofSeconds(10));

    /** Who joined a fetch that had just given up would be cut off with it. */
    @Test
    void abandon_leftByAll_nobodyCanJoinAnyMore() {
        var reader = transfer.join().orElseThrow();
        reader.close();

        assertThat(transfer.abandon()).isTrue();

        assertThat(transfer.join()).isEmpty();
        assertThat(transfer.isEnding()).isTrue();
    }

    @Test
    void abandon_readBySomebody_goesOn() {
        transfer.join().orElseThrow().close();
        var second = transfer.join().orElseThrow();

        assertThat(transfer.abandon()).isFalse();

        assertThat(transfer.join()).isPresent();
        assertThat(transfer.isEnding()).isFalse();
        second.close();
    }

    @Test
    void abandon_wantedAnyway_goesOn() {
        transfer.join().orElseThrow().close();
        transfer.wantedAnyway();

        assertThat(transfer.abandon()).isFalse();
    }
}
