package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.store.FileTaking;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.SpaceExhaustedException;
import org.aptheke.store.StoreAudit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are there already become blobs. */
final class TakingTest {
    private static final String TEXT = "hello, world";

    @TempDir
    Path root;

    private Path data = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void makeFile() throws IOException {
        data = root.resolve("data");
        file = Files.writeString(root.resolve("hello.deb"), TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    }

    @Test
    void take_mayShare_isTheSameFileThatNobodyMayWriteTo() throws IOException {
        try (var store = LocalBlobStore.open(data, 0)) {
            boolean sharesBlocks = new RealDisk(data).sharesBlocks();

            boolean shared = commit(store, true);

            assertThat(shared).isNotEqualTo(sharesBlocks);
            assertThat(read(store.open(digestOf(TEXT), TEXT.length()))).isEqualTo(TEXT);
            assertThat(Files.isSameFile(blob(), file)).isEqualTo(shared);
            if (shared) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("r--r--r--");
            }
            StoreAudit.check(data, store, new MemoryCatalog());
        }
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void take_fileThatOthersMayNotRead_isCopied() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (var store = LocalBlobStore.open(data, 0)) {
            assertThat(commit(store, true)).isFalse();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void take_mayNotShare_isACopy() throws IOException {
        try (var store = LocalBlobStore.open(data, 0)) {
            assertThat(commit(store, false)).isFalse();
            Files.writeString(file, "HELLO");

            assertThat(read(store.open(digestOf(TEXT), TEXT.length()))).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void take_notCommitted_leavesNothing(boolean mayShare) throws IOException {
        try (var store = LocalBlobStore.open(data, 0)) {
            try (var deposit =
                    store.take(file, mayShare, Set.of(DigestAlgorithm.SHA512)).deposit()) {
                assertThat(deposit.digester().checksums()).hasSize(2);
                assertThat(deposit.end()).isEqualTo(TEXT.length());
            }
            StoreAudit.check(data, store, new MemoryCatalog());
            assertThat(store.open(digestOf(TEXT), TEXT.length())).isEmpty();
        }
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void take_twice_isOneBlob() throws IOException {
        try (var store = LocalBlobStore.open(data, 0)) {
            commit(store, true);
            commit(store, true);
            commit(store, false);

            StoreAudit.check(data, store, new MemoryCatalog());
        }
    }

    @Test
    void take_noRoomForACopy_saysSoAndLeavesNothing() throws IOException {
        var disk = new FaultyDisk(data(root));
        try (var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, Optional.empty())) {
            disk.limitSpace(5, "No space left on device");

            assertThatThrownBy(() -> commit(store, false)).isInstanceOf(SpaceExhaustedException.class);
            disk.recover();
            StoreAudit.check(data, store, new MemoryCatalog());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void take_endsBetweenAnyTwoSteps_leavesTheWholeOrNothing(boolean mayShare) throws IOException {
        int whole = 0;
        int steps = 0;
        for (boolean done = false; !done; steps++) {
            data = Files.createDirectory(root.resolve("data-" + steps));
            var disk = new FaultyDisk(data);
            var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, Optional.of("boot"));
            disk.dieAfter(steps);
            done = commitOrDie(store, mayShare);
            disk.dieAfter(0);
            dieWithoutClosing(store);
            whole += found(mayShare) ? 1 : 0;
            assertThat(steps).isLessThan(50);
        }
        assertThat(steps).isGreaterThan(6);
        assertThat(whole).isBetween(1, steps / 2);
        assertThat(file).hasContent(TEXT);
    }

    private boolean commitOrDie(LocalBlobStore store, boolean mayShare) {
        try {
            commit(store, mayShare);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
            return false;
        }
    }

    private static void dieWithoutClosing(LocalBlobStore store) {
        try {
            store.close();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
        }
    }

    private boolean found(boolean mayShare) throws IOException {
        var catalog = new MemoryCatalog();
        try (var store = LocalBlobStore.open(new BlobLayout(data), new RealDisk(data), 0, Optional.of("boot"))) {
            Recovery.run(store, catalog);
            StoreAudit.check(data, store, catalog);
            var found = store.open(digestOf(TEXT), TEXT.length());
            if (found.isPresent()) {
                assertThat(read(found)).as("shared: %s", mayShare).isEqualTo(TEXT);
            }
            return found.isPresent();
        }
    }

    private static Path data(Path root) throws IOException {
        return Files.createDirectory(root.resolve("data"));
    }

    private boolean commit(FileTaking store, boolean mayShare) throws IOException {
        var taken = store.take(file, mayShare, Set.of());
        try (var deposit = taken.deposit()) {
            assertThat(deposit.commit().digest()).isEqualTo(digestOf(TEXT));
        }
        return taken.shared();
    }

    private Path blob() {
        return new BlobLayout(data).blob(digestOf(TEXT));
    }
}
