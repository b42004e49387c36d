package org.aptheke.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyncChoiceTest {
    @TempDir
    private Path root;

    private long now;
    private long tookNanos;
    private SyncChoice choice;

    @BeforeEach
    void open() throws IOException {
        choice = new SyncChoice(new FaultyDisk(root), this::tick);
        assertThat(choice.prefersWhole(SyncChoice.WORTH_IT)).as("not yet open").isFalse();
    }

    /** Each look at the clock comes so much later. */
    private long tick() {
        now += tookNanos;
        return now;
    }

    private void syncTakes(long nanos) throws IOException {
        tookNanos = nanos;
        choice.syncWhole();
        tookNanos = 0;
    }

    @Test
    void prefersWhole_few_isFalse() {
        assertThat(choice.prefersWhole(SyncChoice.WORTH_IT - 1)).isFalse();
    }

    @Test
    void prefersWhole_lastOneWasQuick_isTrue() throws Exception {
        syncTakes(SyncChoice.LONG.toNanos());

        assertThat(choice.prefersWhole(SyncChoice.WORTH_IT)).isTrue();
    }

    @Test
    void prefersWhole_lastOneTookLong_isFalseForSixteenTimesAsLong() throws Exception {
        long took = SyncChoice.LONG.toNanos() + 1;
        syncTakes(took);

        now += SyncChoice.PAUSE_FACTOR * took - 1;
        assertThat(choice.prefersWhole(SyncChoice.WORTH_IT)).isFalse();
        now++;
        assertThat(choice.prefersWhole(SyncChoice.WORTH_IT)).isTrue();
    }
}
