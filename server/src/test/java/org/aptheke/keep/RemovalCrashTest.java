package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Ledger;
import org.aptheke.store.BlobRemover;
import org.aptheke.store.Catalog;
import org.aptheke.suite.FileOrigin;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Removal that ends at any of its steps, and removal while clients come for the same contents. */
@Timeout(240)
final class RemovalCrashTest {
    private static final String HOST = "deb.example.org/pool/";
    private static final int FILES = 6;
    private static final int SIZE = 3_000;

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private final FileOrigin origin = new FileOrigin();

    private House open() throws IOException {
        return new House(directory, clock, origin, house -> List.of());
    }

    private static String url(int number) {
        return HOST + number + ".deb";
    }

    private void fill(House house) throws Exception {
        for (int i = 0; i < FILES; i++) {
            origin.put(url(i), Samples.bytes(i, SIZE), clock.instant());
            house.get(1, url(i));
            house.get(1, url(i)); // once more: now it has been filed
        }
        house.world.noteUses();
    }

    private static List<Doomed> all() {
        return IntStream.range(0, FILES)
                .mapToObj(i ->
                        new Doomed(Digest.ofHex(Samples.sha256(Samples.bytes(i, SIZE))), SIZE, Long.MAX_VALUE, "x"))
                .toList();
    }

    /** The end of the program at one of its steps. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Counts steps down, and ends the program at the last one. */
    private static final class Steps {
        private final AtomicInteger left;

        Steps(int left) {
            this.left = new AtomicInteger(left);
        }

        void step() {
            if (left.getAndDecrement() == 0) {
                throw new Crash();
            }
        }
    }

    @Test
    void remove_endsAtAnyStep_noRowIsWithoutItsBlobAndNothingIsForgotten() throws Exception {
        boolean ended = false;
        int steps = 0;
        while (!ended) {
            try (var house = open()) {
                fill(house);
                ended = removeUntil(house, steps);
            }
            try (var house = open()) {
                house.audit();
                house.pass(Duration.ofDays(31));
                house.run("expire");
                house.pass(Duration.ofDays(31));
                house.run("expire");
                house.audit();
                assertThat(house.world.blobs.countUsed())
                        .as("crash at step %d", steps)
                        .isZero();
                assertThat(house.world.catalog.keys("", 10)).isEmpty();
            }
            steps++;
        }

        assertThat(steps).isGreaterThan(3 * FILES);
    }

    /** Whether it came to its end. What the catalogue had not written when the program ended is lost. */
    private static boolean removeUntil(House house, int steps) throws IOException {
        var ending = new Steps(steps);
        var parts = new HouseParts(
                new EndingCatalog(house.parts.catalog(), ending),
                house.parts.contents(),
                house.parts.blobs(),
                new EndingRemover(house.parts.remover(), ending),
                house.parts.pins(),
                house.parts.suites(),
                house.parts.clock());
        try {
            new Removal(parts, new Ledger()).remove(all(), Removal.Manner.ANY, (doomed, rows) -> Optional.empty());
            return true;
        } catch (Crash e) {
            return false;
        }
    }

    private record EndingRemover(BlobRemover remover, Steps steps) implements BlobRemover {
        @Override
        public Optional<Leaving> announce(Digest digest, boolean evenIfRead) {
            steps.step();
            return remover.announce(digest, evenIfRead).map(leaving -> new EndingLeaving(leaving, steps));
        }

        @Override
        public void quarantineStranger(String name) throws IOException {
            remover.quarantineStranger(name);
        }

        @Override
        public boolean removePartial(String partial) throws IOException {
            return remover.removePartial(partial);
        }
    }

    private record EndingLeaving(BlobRemover.Leaving leaving, Steps steps) implements BlobRemover.Leaving {
        @Override
        public boolean remove() throws IOException {
            steps.step();
            boolean gone = leaving.remove();
            steps.step();
            return gone;
        }

        @Override
        public boolean quarantine() throws IOException {
            return leaving.quarantine();
        }

        @Override
        public void close() {
            leaving.close();
        }
    }

    /** Only what removal calls. */
    private record EndingCatalog(Catalog catalog, Steps steps) implements Catalog {
        @Override
        public void remove(StoredResponse response) throws IOException {
            steps.step();
            catalog.remove(response);
        }

        @Override
        public void flush() throws IOException {
            steps.step();
            catalog.flush();
        }

        @Override
        public List<StoredResponse> find(CacheKey key) throws IOException {
            return catalog.find(key);
        }

        @Override
        public Optional<StoredResponse> findByDigest(Digest content, Optional<String> credential) throws IOException {
            return catalog.findByDigest(content, credential);
        }

        @Override
        public Optional<Digest> findByChecksum(Checksum checksum) throws IOException {
            return catalog.findByChecksum(checksum);
        }

        @Override
        public void noteChecksum(Checksum checksum, Digest content) throws IOException {
            catalog.noteChecksum(checksum, content);
        }

        @Override
        public List<StoredPart> findParts(CacheKey key) throws IOException {
            return catalog.findParts(key);
        }

        @Override
        public void put(StoredResponse response) throws IOException {
            catalog.put(response);
        }

        @Override
        public void putPart(StoredPart part) throws IOException {
            catalog.putPart(part);
        }

        @Override
        public void removePart(StoredPart part) throws IOException {
            catalog.removePart(part);
        }

        @Override
        public List<StoredPart> parts() throws IOException {
            return catalog.parts();
        }

        @Override
        public void noteUses(Map<CacheKey, Uses> uses) throws IOException {
            catalog.noteUses(uses);
        }

        @Override
        public Collection<CacheKey> keys(String prefix, int limit) throws IOException {
            return catalog.keys(prefix, limit);
        }

        @Override
        public Collection<CacheKey> usedSince(String prefix, Instant since, int limit) throws IOException {
            return catalog.usedSince(prefix, since, limit);
        }

        @Override
        public void close() throws IOException {
            catalog.close();
        }
    }

    @Test
    void remove_whileClientsComeForTheSame_everyAnswerIsRightAndTheStoreToo() throws Exception {
        var random = new Random(5);
        try (var house = open()) {
            fill(house);
            var clients = new ArrayList<Thread>();
            var failures = Collections.synchronizedList(new ArrayList<Throwable>());
            var going = new AtomicBoolean(true);
            for (int i = 0; i < 3; i++) {
                int client = i + 1;
                clients.add(Thread.ofPlatform().start(() -> {
                    var own = new Random(client);
                    while (going.get() && failures.isEmpty()) {
                        int number = own.nextInt(FILES);
                        try {
                            assertThat(house.get(client, url(number))).isEqualTo(Samples.bytes(number, SIZE));
                        } catch (Exception | AssertionError e) {
                            failures.add(e);
                        }
                    }
                }));
            }
            for (int round = 0; round < 200; round++) {
                var some = all().stream().filter(doomed -> random.nextBoolean()).toList();
                new Removal(house.parts, new Ledger())
                        .remove(some, Removal.Manner.ANY, (doomed, rows) -> Optional.empty());
            }
            going.set(false);
            for (var client : clients) {
                client.join();
            }

            assertThat(failures).isEmpty();
            house.audit();
        }
        assertThat(Files.exists(directory.resolve("quarantine"))).isFalse();
    }
}
