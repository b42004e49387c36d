package org.aptheke.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RingTest {
    @Test
    void offer_full_isRefusedUntilDrained() {
        var ring = new Ring<Integer>(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(i)).isTrue();
        }
        assertThat(ring.offer(4)).isFalse();

        List<Integer> taken = new ArrayList<>();
        assertThat(ring.drain(taken::add, 1)).isEqualTo(1);

        assertThat(ring.offer(5)).isTrue();
        assertThat(ring.offer(6)).isFalse();
        ring.drain(taken::add, 100);
        assertThat(taken).containsExactly(0, 1, 2, 3, 5);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void offer_batchIsComplete_isToldOncePerBatch() {
        var told = new ArrayList<Integer>();
        List<Integer> taken = new ArrayList<>();
        var count = new AtomicInteger();
        var ring = new Ring<Integer>(8, 4, () -> told.add(count.get()));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 6; i++) {
                count.incrementAndGet();
                ring.offer(count.get());
            }
            ring.drain(taken::add, 100);
        }

        assertThat(told).containsExactly(4, 8, 12);
        assertThat(taken).hasSize(12);
    }

    @Test
    @Timeout(60)
    void offer_manyThreads_losesAndDoublesNothing() throws InterruptedException {
        int producers = 4;
        int each = 20_000;
        var ring = new Ring<Integer>(64);
        var refused = new AtomicInteger();
        var running = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            int base = p * each;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    while (!ring.offer(base + i)) {
                        refused.incrementAndGet();
                        Thread.onSpinWait();
                    }
                }
                running.countDown();
            });
        }

        List<Integer> taken = new ArrayList<>();
        while (running.getCount() > 0 || !ring.isEmpty()) {
            ring.drain(taken::add, 16);
        }

        assertThat(taken).hasSize(producers * each).doesNotHaveDuplicates();
        for (int p = 0; p < producers; p++) {
            int base = p * each;
            assertThat(taken.stream().filter(i -> i >= base && i < base + each)).isSorted();
        }
    }
}
