package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /** Its client may be reading another answer of the same connection, very slowly. */
    @Test
    @Timeout(30)
    void pass_onlyReaderTakesNothing_isCutOffInTheEnd() throws Exception {
        var impatient = new Transfer(FetchLimits.DEFAULT, Duration.ofMillis(2));
        var reader = impatient.join().orElseThrow();

        for (int i = 0; i < 5; i++) {
            impatient.pass(ByteBuffer.allocate(100_000));
        }

        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("gave way");
        assertThat(impatient.abandon()).isTrue();
    }

    @Test
    void abandon_wantedAnyway_goesOn() {
        transfer.join().orElseThrow().close();
        transfer.wantedAnyway();

        assertThat(transfer.abandon()).isFalse();
    }
}
