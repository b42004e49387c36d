package org.aptheke.store.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.aptheke.store.StoreUnusableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DataLockTest {
    @TempDir
    Path data;

    @Test
    void open_thisProcessHasIt_isRefusedAndTheFirstKeepsIt() throws IOException {
        try (var store = LocalBlobStore.open(data, 0)) {
            long self = ProcessHandle.current().pid();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> LocalBlobStore.open(data.resolve("../" + data.getFileName()), 0))
                        .isInstanceOf(StoreUnusableException.class)
                        .hasMessageEndingWith(" is in use by process " + self);
            }
            assertThat(store.openFiles()).isZero();
        }
        LocalBlobStore.open(data, 0).close();
    }

    @Test
    void open_anotherProcessHasIt_isRefusedUntilThatIsKilled() throws Exception {
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = new BufferedReader(new InputStreamReader(other.getInputStream(), US_ASCII))) {
            var partial = String.valueOf(output.readLine());

            assertThatThrownBy(() -> LocalBlobStore.open(data, 0))
                    .isInstanceOf(StoreUnusableException.class)
                    .hasMessage(data + " is in use by process " + other.pid());

            other.destroyForcibly().waitFor();
            try (var store = LocalBlobStore.open(data, 0)) {
                assertThat(store.lastEnd()).isEqualTo(LastEnd.KILLED);
                try (var deposit =
                        store.resume(partial, 0, OptionalLong.empty()).orElseThrow()) {
                    assertThat(deposit.digester().current()).isEqualTo(digestOf("hello"));
                }
            }
        } finally {
            other.destroyForcibly();
        }
    }

    /** Holds a store, and a deposit with some bytes, until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            var store = LocalBlobStore.open(Path.of(arguments[0]), 0);
            var deposit = store.open(0, OptionalLong.empty());
            deposit.write(bytes("hello"));
            System.out.println(deposit.partial());
            int end = System.in.read();
            throw new IllegalStateException("not killed, but " + end);
        }
    }

    @Test
    void open_somethingElseIsThere_saysWhatCannotBeWritten() throws IOException {
        Files.writeString(data.resolve("blobs"), "not a directory");

        assertThatThrownBy(() -> LocalBlobStore.open(data, 0))
                .isInstanceOf(StoreUnusableException.class)
                .hasMessageStartingWith(data + " cannot be written: ");
    }

    @Test
    void open_refused_doesNotKeepTheLock() throws IOException {
        Files.createDirectories(data.resolve("partial").resolve("probe").resolve("in the way"));
        assertThatThrownBy(() -> LocalBlobStore.open(data, 0)).isInstanceOf(StoreUnusableException.class);

        Files.delete(data.resolve("partial").resolve("probe").resolve("in the way"));
        LocalBlobStore.open(data, 0).close();
    }
}
