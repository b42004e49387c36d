package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.store.Deposit;
import org.aptheke.store.SpaceExhaustedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is counted right whatever is being written at that time. */
final class CountUsedTest {
    private static final int WRITERS = 8;
    private static final int PIECE = 20_000;
    private static final long BUDGET = 10 * PIECE + 10_000;

    @TempDir
    Path data;

    private LocalBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(data, 0);
    }

    @AfterEach
    void close() throws IOException {
        // A second count finds what the book says.
        long used = store.usedBytes().orElseThrow();
        assertThat(store.countUsed()).isEqualTo(used);
        store.close();
    }

    @Test
    void countUsed_depositIsBeingWritten_countsWhatItHolds() throws IOException {
        try (var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello, "));
            store.countUsed();
            deposit.write(bytes("world"));

            assertThat(used()).isEqualTo(12);

            deposit.commit();
        }
        assertThat(used()).isEqualTo(12);
    }

    @Test
    void countUsed_depositIsDiscardedLater_countsNothing() throws IOException {
        try (var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello"));
            store.countUsed();
        }
        assertThat(used()).isZero();
    }

    @Test
    void countUsed_depositComesTwice_countsItOnce() throws IOException {
        try (var one = store.open(0, OptionalLong.empty());
                var other = store.open(0, OptionalLong.empty())) {
            one.write(bytes("hello"));
            other.write(bytes("hello"));
            store.countUsed();

            one.commit();
            other.commit();
        }
        assertThat(used()).isEqualTo(5);
    }

    @Test
    void countUsed_partIsGoneOnWith_countsItOnce() throws IOException {
        var partial = kept("hello, ");
        try (var deposit = store.resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
            store.countUsed();
            deposit.write(bytes("world"));

            assertThat(used()).isEqualTo(12);

            deposit.keep();
        }
        assertThat(used()).isEqualTo(12);
    }

    @Test
    void countUsed_partBeginsInTheMiddle_countsTheFile() throws IOException {
        try (var deposit = store.open(1000, OptionalLong.empty())) {
            deposit.write(bytes("hello"));
            store.countUsed();
            assertThat(used()).isEqualTo(5);

            deposit.keep();
        }
        assertThat(used()).isEqualTo(1005);
    }

    private String kept(String content) throws IOException {
        try (Deposit deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes(content));
            deposit.keep();
            return deposit.partial();
        }
    }

    private long used() {
        return store.usedBytes().orElseThrow();
    }

    /** A piece that is being written is never counted as nothing: another deposit would take its room. */
    @Test
    void write_byManyAtOnceWithinALittleBudget_isNeverMoreThanThat() throws Exception {
        store.countUsed();
        store.limit(BUDGET, BUDGET, () -> {});
        var there = new AtomicLong();
        var most = new AtomicLong();
        var refused = new AtomicLong();
        try (var executor = Executors.newFixedThreadPool(WRITERS)) {
            var writers = new ArrayList<Future<?>>();
            for (int i = 0; i < WRITERS; i++) {
                var random = new Random(i);
                writers.add(executor.submit(() -> {
                    for (int j = 0; j < 200; j++) {
                        refused.addAndGet(writeAndDiscard(1 + random.nextInt(5), random.nextBoolean(), there, most));
                    }
                    return null;
                }));
            }
            for (var writer : writers) {
                writer.get(120, TimeUnit.SECONDS);
            }
        }

        assertThat(most.get()).isLessThanOrEqualTo(BUDGET);
        assertThat(refused.get()).as("refused").isPositive();
        assertThat(used()).isZero();
    }

    /** Returns 1 when there was no room. What is there is summed up behind each writing, and before anything goes. */
    private int writeAndDiscard(int pieces, boolean announced, AtomicLong there, AtomicLong most) throws IOException {
        long written = 0;
        try (var deposit = store.open(0, announced ? OptionalLong.of((long) pieces * PIECE) : OptionalLong.empty())) {
            try {
                for (int i = 0; i < pieces; i++) {
                    deposit.write(ByteBuffer.allocate(PIECE));
                    written += PIECE;
                    most.accumulateAndGet(there.addAndGet(PIECE), Math::max);
                }
            } finally {
                there.addAndGet(-written);
            }
            return 0;
        } catch (SpaceExhaustedException e) {
            return 1;
        }
    }
}
