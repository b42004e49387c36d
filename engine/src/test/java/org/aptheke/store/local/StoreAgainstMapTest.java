package org.aptheke.store.local;

import static org.aptheke.store.BlobStoreContract.bytes;
import static org.aptheke.store.BlobStoreContract.digestOf;
import static org.aptheke.store.BlobStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.http.Fields;
import org.aptheke.store.Deposit;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work, with and without a disk that fails now and then, beside a map that says what must be there. */
final class StoreAgainstMapTest {
    private static final int STEPS = 200;

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomWork_soundDisk_storeIsTheMap(long seed) throws IOException {
        new Run(Files.createDirectory(root.resolve("sound-" + seed)), seed, 0).run();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void randomWork_diskFailsNowAndThen_storeHasAllThatSucceeded(long seed) throws IOException {
        new Run(Files.createDirectory(root.resolve("faulty-" + seed)), seed, 5).run();
    }

    private static final class Run {
        private final Path data;
        private final Random random;
        private final int failPercent;
        private final FaultyDisk disk;
        private final MemoryCatalog catalog = new MemoryCatalog();

        /** Texts that must be found as blobs, and those that may. */
        private final Set<String> stored = new HashSet<>();

        private final Set<String> perhapsStored = new HashSet<>();

        /** Partial files that were kept, with what they hold. */
        private final Map<String, String> kept = new HashMap<>();

        private LocalBlobStore store;

        Run(Path data, long seed, int failPercent) throws IOException {
            this.data = data;
            this.random = new Random(seed);
            this.failPercent = failPercent;
            disk = new FaultyDisk(data);
            store = open("boot-0");
        }

        void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                disk.failSometimes(failPercent, random);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> begin();
                    case 3, 4 -> goOn();
                    case 5 -> discard();
                    case 6 -> look();
                    default -> reopen(step);
                }
                disk.recover();
                assertThat(store.openFiles()).as("step " + step).isZero();
            }
            reopen(STEPS);
            look();
            dropUnnamed();
            StoreAudit.check(data, store, catalog);
            assertThat(stored).as("something was stored").hasSizeGreaterThan(5);
            store.close();
        }

        private LocalBlobStore open(String boot) throws IOException {
            return LocalBlobStore.open(new BlobLayout(data), disk, 0, Optional.of(boot));
        }

        private void begin() {
            try (var deposit = store.open(0, OptionalLong.empty())) {
                fill(deposit, "");
            } catch (IOException e) {
                requireFaulty(e);
            }
        }

        private void goOn() {
            if (kept.isEmpty()) {
                return;
            }
            var partial = List.copyOf(kept.keySet()).get(random.nextInt(kept.size()));
            var text = kept.get(partial);
            try {
                var resumed = store.resume(partial, 0, OptionalLong.empty());
                assertThat(resumed.isPresent()).isEqualTo(!String.valueOf(text).isEmpty());
                if (resumed.isPresent()) {
                    forget(partial);
                    try (var deposit = resumed.get()) {
                        fill(deposit, String.valueOf(text));
                    }
                }
            } catch (IOException e) {
                requireFaulty(e);
            }
        }

        /** Writes some pieces, each of which is there or is not; then commits, keeps or gives up. */
        private void fill(Deposit deposit, String begun) throws IOException {
            var text = begun;
            for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
                var piece = Integer.toString(random.nextInt(30)).repeat(1 + random.nextInt(3));
                try {
                    deposit.write(bytes(piece));
                    text += piece;
                } catch (IOException e) {
                    requireFaulty(e);
                }
            }
            assertThat(deposit.end()).isEqualTo(text.length());
            assertThat(deposit.digester().current()).isEqualTo(digestOf(text));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    perhapsStored.add(text);
                    assertThat(deposit.commit().digest()).isEqualTo(digestOf(text));
                    stored.add(text);
                }
                case 2 -> {
                    deposit.keep();
                    kept.put(deposit.partial(), text);
                    catalog.putPart(part(deposit.partial()));
                }
                default -> {}
            }
        }

        private void discard() throws IOException {
            for (var partial : List.copyOf(kept.keySet())) {
                if (random.nextInt(3) == 0) {
                    try {
                        store.discardPartial(partial);
                        forget(partial);
                    } catch (IOException e) {
                        requireFaulty(e);
                    }
                }
            }
        }

        private void forget(String partial) throws IOException {
            kept.remove(partial);
            catalog.removePart(part(partial));
        }

        private void look() throws IOException {
            disk.recover();
            for (var text : perhapsStored) {
                var found = store.open(digestOf(text), text.length());
                assertThat(found.isPresent() || !stored.contains(text)).as(text).isTrue();
                if (found.isPresent()) {
                    assertThat(read(found)).isEqualTo(text);
                }
            }
            for (var entry : kept.entrySet()) {
                assertThat(read(store.openPartial(entry.getKey()))).isEqualTo(entry.getValue());
            }
        }

        /** In order, so that all which was kept is still there. */
        private void reopen(int step) throws IOException {
            disk.recover();
            store.close();
            store = open("boot-" + step);
            Recovery.run(store, catalog);
            kept.values().removeIf(String::isEmpty);
        }

        /** Clean-up fails too on a disk that fails; the next start does it. */
        private void dropUnnamed() throws IOException {
            Recovery.run(store, catalog);
        }

        private void requireFaulty(IOException failure) {
            assertThat(failPercent).as(failure.toString()).isPositive();
            assertThat(failure).hasMessageStartingWith("failed: ");
        }

        private static StoredPart part(String partial) {
            return new StoredPart(
                    new CacheKey("deb.example.org/" + partial),
                    Fields.EMPTY,
                    Fields.EMPTY,
                    partial,
                    0,
                    0,
                    OptionalLong.empty(),
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }
}
