package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.digest.Digest;
import org.aptheke.store.Blob;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class GroupCommitTest {
    private static final int MEMBERS = 6;
    private static final Optional<String> BOOT = Optional.of("boot-1");

    @TempDir
    Path root;

    @Test
    void commit_manyWhileOneSyncs_shareOneSyncOfEverythingForBytesAndOneForNames() throws Exception {
        var disk = new FaultyDisk(root);
        try (var commits = commits(disk, System::nanoTime)) {
            openWhole(commits);
            int before = disk.wholeSyncs();

            var members = commitTogether(commits, MEMBERS);

            assertThat(disk.wholeSyncs() - before).isEqualTo(2);
            assertThat(members.synced.get()).as("files synced alone").isZero();
            assertThat(blobs()).contains(members.digests.toArray(Digest[]::new));
        }
    }

    @Test
    void commit_alone_syncsOnlyWhatItWrote() throws Exception {
        var disk = new FaultyDisk(root);
        try (var commits = commits(disk, System::nanoTime)) {
            openWhole(commits);
            int before = disk.wholeSyncs();
            var synced = new AtomicInteger();

            commits.commit(file("alone", synced));

            assertThat(synced).hasValue(1);
            assertThat(disk.wholeSyncs()).isEqualTo(before);
        }
    }

    @Test
    void commit_everythingTookLongToSync_nextGroupSyncsEachFile() throws Exception {
        var nanos = new AtomicLong();
        var disk = new FaultyDisk(root);
        try (var commits = commits(disk, () -> nanos.addAndGet(SyncChoice.LONG.toNanos() + 1))) {
            openWhole(commits);
            commitTogether(commits, MEMBERS);
            int before = disk.wholeSyncs();

            var members = commitTogether(commits, MEMBERS);

            assertThat(members.synced).hasValue(MEMBERS);
            assertThat(disk.wholeSyncs()).isEqualTo(before);
        }
    }

    @Test
    void commit_oneOfAGroupCannotBeSynced_othersAreCommitted() throws Exception {
        var disk = new FaultyDisk(root);
        try (var commits = commits(disk, System::nanoTime)) {
            var bad = new Failing(file("bad", new AtomicInteger()));

            assertThatThrownBy(() -> commits.commit(bad))
                    .isInstanceOf(IOException.class)
                    .hasMessage("as asked");
            commits.commit(file("good", new AtomicInteger()));

            assertThat(blobs()).containsExactly(digestOf("good"));
        }
    }

    /** A fault on the way, whatever it is, must not leave everybody waiting who comes later. */
    @Test
    void commit_groupMeetsAFault_laterOnesAreCommitted() throws Exception {
        var nanos = new AtomicLong();
        var faulty = new AtomicBoolean();
        try (var commits = commits(new FaultyDisk(root), () -> {
            if (faulty.get()) {
                throw new IllegalStateException("as asked");
            }
            return nanos.addAndGet(SyncChoice.LONG.toNanos() + 1);
        })) {
            openWhole(commits);
            commitTogether(commits, MEMBERS);
            faulty.set(true);
            var failed = commitTogether(commits, MEMBERS);
            faulty.set(false);

            commits.commit(file("good", new AtomicInteger()));

            // With those that had their names, and waited for these to be durable.
            assertThat(failed.failures).hasSize(MEMBERS + 1);
            assertThat(blobs()).contains(digestOf("good")).doesNotContainAnyElementsOf(failed.digests);
        }
    }

    @Test
    void commit_threadInterrupted_isCommittedAllTheSame() throws Exception {
        try (var commits = commits(new FaultyDisk(root), System::nanoTime)) {
            var candidate = file("kept", new AtomicInteger());
            Thread.currentThread().interrupt();

            commits.commit(candidate);

            assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
            assertThat(blobs()).containsExactly(digestOf("kept"));
        }
    }

    @Test
    void commit_afterClose_fails() throws Exception {
        var commits = commits(new FaultyDisk(root), System::nanoTime);
        commits.close();

        assertThatThrownBy(() -> commits.commit(file("late", new AtomicInteger())))
                .isInstanceOf(IOException.class);
    }

    /** Ends the process, or the power, between each two steps of a group. */
    @ParameterizedTest
    @EnumSource
    void commit_groupEndsBetweenAnyTwoSteps_leavesOfEachTheWholeOrNothing(CrashTest.End end) throws Exception {
        int steps = 9 * MEMBERS;
        int lost = 0;
        for (int step = 0; step <= steps; step += 2) {
            var data = Files.createDirectory(root.resolve(end + "-" + step));
            var committed = commitAndDieAfter(step, data, end);
            var found = reopenAndLook(data, end);

            assertThat(found).as("after %d steps", step).containsAll(committed);
            assertThat(committed.size() == 2 * MEMBERS || step < steps).isTrue();
            lost += 2 * MEMBERS - committed.size();
        }
        assertThat(lost).as("that were not committed").isPositive();
    }

    private static Set<String> commitAndDieAfter(int step, Path data, CrashTest.End end) throws Exception {
        var disk = new FaultyDisk(data);
        var store = LocalBlobStore.open(new BlobLayout(data), disk, 0, BOOT);
        var committed = new ConcurrentSkipListSet<String>();
        // The first group syncs each file, because the whole was not opened before its bytes were written.
        for (int round = 0; round < 2; round++) {
            if (round == 1) {
                disk.dieAfter(step);
            }
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < MEMBERS; i++) {
                String text = "round " + round + ", file " + i;
                threads.add(Thread.ofVirtual().start(() -> {
                    try (var deposit = store.open(0, OptionalLong.of(text.length()))) {
                        deposit.write(bytes(text));
                        deposit.commit();
                        committed.add(text);
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining("dead");
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        }
        disk.dieAfter(0);
        try {
            store.close();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("dead");
        }
        end.happenTo(disk);
        return committed;
    }

    private static Set<String> reopenAndLook(Path data, CrashTest.End end) throws IOException {
        var catalog = new MemoryCatalog();
        var found = new TreeSet<String>();
        try (var store = LocalBlobStore.open(new BlobLayout(data), new RealDisk(data), 0, end.nextBoot())) {
            Recovery.run(store, catalog);
            StoreAudit.check(data, store, catalog);
            for (int i = 0; i < 2 * MEMBERS; i++) {
                String text = "round " + i / MEMBERS + ", file " + i % MEMBERS;
                var blob = store.open(digestOf(text), text.length());
                if (blob.isPresent()) {
                    assertThat(read(blob)).isEqualTo(text);
                    found.add(text);
                }
            }
        }
        return found;
    }

    private GroupCommit commits(FaultyDisk disk, SyncChoice.Ticker ticker) throws IOException {
        Files.createDirectories(root.resolve("partial"));
        Files.createDirectories(root.resolve("blobs"));
        return new GroupCommit(disk, new BlobLayout(root), new SyncChoice(disk, ticker));
    }

    /** The first group that is large enough. */
    private void openWhole(GroupCommit commits) throws Exception {
        commitTogether(commits, MEMBERS);
    }

    private record Members(List<Digest> digests, AtomicInteger synced, List<IOException> failures) {}

    private int made;

    /** Commits so many that all wait while another one is synced. */
    private Members commitTogether(GroupCommit commits, int count) throws Exception {
        var synced = new AtomicInteger();
        var failures = new CopyOnWriteArrayList<IOException>();
        var digests = new ArrayList<Digest>();
        var first = new Gated(file("first " + ++made, new AtomicInteger()));
        var threads = new ArrayList<Thread>();
        threads.add(start(commits, first, failures));
        assertThat(first.begun.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < count; i++) {
            var candidate = file("file " + ++made, synced);
            digests.add(candidate.blob().digest());
            threads.add(start(commits, candidate, failures));
        }
        for (var thread : threads) {
            Poll.until("all wait", () -> thread.getState() == Thread.State.WAITING);
        }
        first.goOn.countDown();
        for (var thread : threads) {
            thread.join();
        }
        return new Members(digests, synced, failures);
    }

    private static Thread start(GroupCommit commits, GroupCommit.Candidate candidate, List<IOException> failures) {
        return Thread.ofPlatform().start(() -> {
            try {
                commits.commit(candidate);
            } catch (IOException e) {
                failures.add(e);
            }
        });
    }

    private GroupCommit.Candidate file(String text, AtomicInteger synced) throws IOException {
        var path = root.resolve("partial").resolve(Integer.toString(++made));
        Files.writeString(path, text);
        return new TextFile(path, new Blob(digestOf(text), text.length()), synced);
    }

    private Set<Digest> blobs() throws IOException {
        var found = new TreeSet<Digest>((one, other) -> one.toHex().compareTo(other.toHex()));
        try (var paths = Files.walk(root.resolve("blobs"))) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> found.add(Digest.ofHex(String.valueOf(
                                    Objects.requireNonNull(path.getParent()).getFileName())
                            + String.valueOf(path.getFileName()))));
        }
        return found;
    }

    private record TextFile(Path path, Blob blob, AtomicInteger synced) implements GroupCommit.Candidate {
        @Override
        public void sync() {
            synced.incrementAndGet();
        }

        @Override
        public void taken(long replaced) {}
    }

    /** Its sync waits until it may go on. */
    private static final class Gated implements GroupCommit.Candidate {
        private final GroupCommit.Candidate file;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Gated(GroupCommit.Candidate file) {
            this.file = file;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public Blob blob() {
            return file.blob();
        }

        @Override
        public void sync() throws IOException {
            begun.countDown();
            try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            file.sync();
        }

        @Override
        public void taken(long replaced) {}
    }

    private record Failing(GroupCommit.Candidate file) implements GroupCommit.Candidate {
        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public Blob blob() {
            return file.blob();
        }

        @Override
        public void sync() throws IOException {
            throw new IOException("as asked");
        }

        @Override
        public void taken(long replaced) {}
    }
}
