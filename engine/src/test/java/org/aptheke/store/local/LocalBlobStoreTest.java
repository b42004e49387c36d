package org.aptheke.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.aptheke.store.BlobSink;
import org.aptheke.store.BlobSource;
import org.aptheke.store.BlobStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path data;

    private LocalBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(data, 0);
    }

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        store.close();
        assertThat(store.openFiles()).isZero();
    }

    @Override
    protected BlobSource source() {
        return store;
    }

    @Override
    protected BlobSink sink() {
        return store;
    }

    @Test
    void remove_reserved_itsNoteGoesToo() throws IOException {
        var digest = storeFor("vendor", "for members").digest();

        try (var leaving = store.announce(digest, false).orElseThrow()) {
            assertThat(leaving.remove()).isTrue();
        }

        assertThat(store.reservedFor(digest)).isEmpty();
    }

    @Test
    void quarantine_reserved_itsNoteGoesToo() throws IOException {
        var digest = storeFor("vendor", "for members").digest();

        try (var leaving = store.announce(digest, true).orElseThrow()) {
            assertThat(leaving.quarantine()).isTrue();
        }

        assertThat(store.reservedFor(digest)).isEmpty();
    }

    @Test
    void quarantine_somebodyWritesItAgain_itsNoteStays() throws IOException {
        var digest = storeFor("vendor", "for members").digest();

        try (var leaving = store.announce(digest, true).orElseThrow()) {
            storeFor("vendor", "for members");
            assertThat(leaving.quarantine()).isTrue();
        }

        assertThat(store.reservedFor(digest)).contains("vendor");
    }
}
