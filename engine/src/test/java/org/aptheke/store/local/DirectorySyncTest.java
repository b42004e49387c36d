package org.aptheke.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DirectorySyncTest {
    private static final Path SLOW = Path.of("slow");

    private final SyncCounter disk = new SyncCounter();
    private final DirectorySync sync = new DirectorySync(disk);

    @Test
    void sync_tenComeWhileOneRuns_shareTheNext() throws Exception {
        var first = start(SLOW);
        disk.begun.await();
        var others = new ArrayList<Thread>();
        for (int i = 0; i < 10; i++) {
            others.add(start(SLOW));
        }
        awaitWaiting(others);

        disk.goOn.countDown();
        first.join();
        for (var other : others) {
            other.join();
        }

        assertThat(disk.syncs.get()).isEqualTo(2);
    }

    @Test
    void sync_otherDirectory_doesNotWait() throws Exception {
        var first = start(SLOW);
        disk.begun.await();

        sync.sync(Path.of("other"));

        assertThat(first.isAlive()).isTrue();
        disk.goOn.countDown();
        first.join();
    }

    @Test
    void sync_fails_doesNotCountForTheNext() throws Exception {
        disk.goOn.countDown();
        disk.fail.set(true);
        assertThatThrownBy(() -> sync.sync(SLOW)).isInstanceOf(IOException.class);

        disk.fail.set(false);
        sync.sync(SLOW);

        assertThat(disk.syncs.get()).isEqualTo(2);
    }

    private Thread start(Path directory) {
        return Thread.ofPlatform().start(() -> {
            try {
                sync.sync(directory);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void awaitWaiting(List<Thread> threads) {
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    /** Only syncs, and those of one directory wait until they may go on. */
    private static final class SyncCounter implements Disk {
        private final AtomicInteger syncs = new AtomicInteger();
        private final AtomicBoolean fail = new AtomicBoolean();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void syncDirectory(Path directory) throws IOException {
            if (!directory.equals(SLOW)) {
                return;
            }
            syncs.incrementAndGet();
            begun.countDown();
            try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (fail.get()) {
                throw new IOException("as asked");
            }
        }

        @Override
        public WritableFile create(Path file) {
            throw new AssertionError(file);
        }

        @Override
        public WritableFile reopen(Path file) {
            throw new AssertionError(file);
        }

        @Override
        public Optional<WritableFile> share(Path existing, Path file) {
            throw new AssertionError(file);
        }

        @Override
        public WritableFile copy(Path existing, Path file) {
            throw new AssertionError(file);
        }

        @Override
        public boolean sharesBlocks() {
            throw new AssertionError(ByteBuffer.class);
        }

        @Override
        public FileChannel openForReading(Path file) {
            throw new AssertionError(file);
        }

        @Override
        public void rename(Path from, Path to) {
            throw new AssertionError(from);
        }

        @Override
        public void delete(Path file) {
            throw new AssertionError(file);
        }

        @Override
        public void createDirectory(Path directory) {
            throw new AssertionError(directory);
        }

        @Override
        public List<String> list(Path directory) {
            throw new AssertionError(directory);
        }

        @Override
        public OptionalLong size(Path file) {
            throw new AssertionError(file);
        }

        @Override
        public long usableSpace() {
            throw new AssertionError(ByteBuffer.class);
        }
    }
}
