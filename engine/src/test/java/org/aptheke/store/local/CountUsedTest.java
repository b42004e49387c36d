package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.aptheke.store.Deposit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is counted right whatever is being written at that time. */
final class CountUsedTest {
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
}
