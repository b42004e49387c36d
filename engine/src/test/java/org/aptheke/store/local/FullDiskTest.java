package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.store.SpaceExhaustedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written stays good when the disk is full, and nothing else is there. */
final class FullDiskTest {
    private static final long KEEP_FREE = 1000;

    @TempDir
    Path data;

    private FaultyDisk disk;
    private LocalBlobStore store;

    @BeforeEach
    void open() throws IOException {
        disk = new FaultyDisk(data);
        store = LocalBlobStore.open(new BlobLayout(data), disk, KEEP_FREE, Optional.of("boot"));
    }

    @AfterEach
    void close() throws IOException {
        assertThat(store.openFiles()).isZero();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "Auf dem Ger\u00e4t ist kein Speicherplatz mehr verf\u00fcgbar"
            })
    void write_diskIsFull_keepsWhatWasWritten(String message) throws IOException {
        try (var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello, "));
            disk.limitSpace(3, message);

            assertThatThrownBy(() -> deposit.write(bytes("world"))).isInstanceOf(SpaceExhaustedException.class);

            assertThat(deposit.end()).isEqualTo(7);
            assertThat(deposit.digester().current()).isEqualTo(digestOf("hello, "));
            assertThat(read(Optional.of(deposit.reader()))).isEqualTo("hello, ");
            disk.recover();
            assertThat(deposit.commit().size()).isEqualTo(7);
        }
        assertThat(read(store.open(digestOf("hello, "), 7))).isEqualTo("hello, ");
    }

    @Test
    void write_failsForAnotherReason_isNotTakenForAFullDisk() throws IOException {
        try (var deposit = store.open(0, OptionalLong.empty())) {
            disk.dieAfter(0);

            assertThatThrownBy(() -> deposit.write(bytes("world")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SpaceExhaustedException.class);
            disk.recover();
        }
    }

    @Test
    void keep_bytesOfAFailedWriteAreThere_cutsThemOff() throws IOException {
        String partial;
        try (var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello, "));
            // The write fails halfway, and so does the attempt to cut its bytes off at once.
            disk.dieAfter(0);
            assertThatThrownBy(() -> deposit.write(bytes("WORLD"))).isInstanceOf(IOException.class);
            disk.recover();
            deposit.keep();
            partial = deposit.partial();
        }

        try (var deposit = store.resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
            assertThat(deposit.end()).isEqualTo(7);
            assertThat(deposit.digester().current()).isEqualTo(digestOf("hello, "));
        }
    }

    @Test
    void open_lengthDoesNotFit_isRefusedBeforeAnythingIsWritten() {
        disk.limitSpace(KEEP_FREE + 99, "not asked");

        assertThatThrownBy(() -> store.open(0, OptionalLong.of(100)))
                .isInstanceOf(SpaceExhaustedException.class)
                .hasMessageContaining("100 bytes");
    }

    @Test
    void open_lengthsDoNotFitTogether_refusesTheSecondUntilTheFirstIsDone() throws IOException {
        disk.limitSpace(KEEP_FREE + 150, "not asked");
        try (var first = store.open(0, OptionalLong.of(100))) {
            assertThatThrownBy(() -> store.open(0, OptionalLong.of(100))).isInstanceOf(SpaceExhaustedException.class);
            assertThatThrownBy(() -> store.open(50, OptionalLong.of(101))).isInstanceOf(SpaceExhaustedException.class);
            store.open(50, OptionalLong.of(100)).close();
            first.write(ByteBuffer.allocate(100));
            store.open(0, OptionalLong.of(50)).close();
        }
        store.open(0, OptionalLong.of(50)).close();
    }

    @Test
    void write_unknownLengthEatsTheSpaceKeptFree_isRefused() throws IOException {
        int chunk = 1 << 20;
        try (var deposit = store.open(0, OptionalLong.empty())) {
            disk.limitSpace(KEEP_FREE + 6L * chunk - 1, "not asked");

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            deposit.write(ByteBuffer.allocate(chunk));
                        }
                    })
                    .isInstanceOf(SpaceExhaustedException.class)
                    .hasMessageContaining("kept free");
            // Looked at every 4 MiB: so far it may go beyond.
            assertThat(deposit.end()).isBetween(4L * chunk, 10L * chunk);
        }
    }
}
