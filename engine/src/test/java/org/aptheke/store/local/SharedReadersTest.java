package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.aptheke.store.Blob;
import org.aptheke.store.Deposit;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads at once: readers of one growing file, and commits beside each other. */
@Timeout(60)
final class SharedReadersTest {
    private static final int READERS = 200;
    private static final int CHUNK = 8192;
    private static final int CHUNKS = 50;

    @TempDir
    Path data;

    private LocalBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(data, 0);
    }

    @AfterEach
    void audit() throws IOException {
        StoreAudit.check(data, store, new MemoryCatalog());
        store.close();
    }

    @Test
    void reader_twoHundredFollowOneDeposit_shareOneFileAndReadAll() throws Exception {
        byte[] content = new byte[CHUNK * CHUNKS];
        new Random(7).nextBytes(content);
        var expected = new Digester();
        expected.update(ByteBuffer.wrap(content));
        var written = new Phaser(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Digest>>();
            try (var deposit = store.open(0, OptionalLong.of(content.length))) {
                for (int i = 0; i < READERS; i++) {
                    var file = deposit.reader();
                    readers.add(executor.submit(() -> follow(deposit, file, written)));
                }
                assertThat(store.openFiles()).as("one to write, one to read").isEqualTo(2);
                for (int i = 0; i < CHUNKS; i++) {
                    deposit.write(ByteBuffer.wrap(content, i * CHUNK, CHUNK));
                    written.arrive();
                }
                deposit.commit();
            }
            for (var reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(expected.current());
            }
        }
        assertThat(store.openFiles()).isZero();
    }

    private static Digest follow(Deposit deposit, Content.OpenFile opened, Phaser written) throws IOException {
        var digester = new Digester();
        try (var file = opened) {
            long position = 0;
            for (int phase = 0; phase < CHUNKS; phase++) {
                written.awaitAdvance(phase);
                var buffer = ByteBuffer.allocate((int) (deposit.end() - position));
                while (buffer.hasRemaining() && file.channel().read(buffer, position + buffer.position()) > 0) {}
                position += buffer.position();
                digester.update(buffer.flip());
            }
        }
        return digester.current();
    }

    @Test
    void reader_lateOnesAfterCommit_stillShare() throws IOException {
        var deposit = store.open(0, OptionalLong.empty());
        deposit.write(bytes("hello"));
        var early = deposit.reader();
        deposit.commit();
        deposit.close();
        var late = deposit.reader();

        assertThat(store.openFiles()).isEqualTo(1);
        early.close();
        assertThat(read(Optional.of(late))).isEqualTo("hello");
        assertThat(store.openFiles()).isZero();
    }

    @Test
    void reader_interruptedReaderClosedTheChannel_laterOnesGetAnother() throws Exception {
        try (var deposit = store.open(0, OptionalLong.empty())) {
            deposit.write(bytes("hello"));
            var first = deposit.reader();
            var interrupted = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                try {
                    first.channel().read(ByteBuffer.allocate(1), 0);
                } catch (IOException e) {
                    // As Java does it.
                }
            });
            interrupted.join();
            assertThat(first.channel().isOpen()).isFalse();

            deposit.write(bytes(", world"));

            assertThat(read(Optional.of(deposit.reader()))).isEqualTo("hello, world");
            first.close();
            assertThat(deposit.commit().digest()).isEqualTo(digestOf("hello, world"));
        }
    }

    @Test
    void commit_writerIsInterrupted_bytesSoFarCanBeKept() throws Exception {
        var partial = new String[1];
        var fetch = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            try (var deposit = store.open(0, OptionalLong.empty())) {
                deposit.write(bytes("hello"));
                deposit.keep();
                partial[0] = deposit.partial();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        fetch.join();

        assertThat(read(store.openPartial(partial[0]))).isEqualTo("hello");
        store.discardPartial(partial[0]);
    }

    @Test
    void commit_manyThreadsAndSameContents_allAreFound() throws Exception {
        var jobs = new ArrayList<Callable<Blob>>();
        for (int i = 0; i < 400; i++) {
            var text = "content " + i % 100;
            jobs.add(() -> {
                try (var deposit = store.open(0, OptionalLong.of(text.length()))) {
                    deposit.write(bytes(text));
                    return deposit.commit();
                }
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var blobs = new ArrayList<Blob>();
            for (var done : executor.invokeAll(jobs)) {
                blobs.add(done.get());
            }
            for (int i = 0; i < blobs.size(); i++) {
                var text = "content " + i % 100;
                assertThat(blobs.get(i)).isEqualTo(new Blob(digestOf(text), text.length()));
                assertThat(read(store.open(digestOf(text), text.length()))).isEqualTo(text);
            }
        }
    }
}
