package org.aptheke.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.aptheke.store.BlobSink;
import org.aptheke.store.BlobSource;
import org.aptheke.store.BlobStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
}
