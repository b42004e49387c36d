package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.promise;
import static org.aptheke.pool.PoolSamples.read;
import static org.aptheke.pool.PoolSamples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aptheke.events.Event;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what was written. */
final class DamagedIndexTest {
    private static final Map<String, Expectation> PROMISES =
            Map.of("pool/main/h/hello/hello_2.10-3_amd64.deb", promise(1), "pool/main/a/apt_2.6.1.dsc", promise(2));

    @TempDir
    Path data;

    private final List<Event> events = new ArrayList<>();
    private Path file;
    private byte[] sound;

    @BeforeEach
    void build() throws Exception {
        try (var indexes = PoolSamples.indexes(data)) {
            indexes.build(CONTENT, source(PROMISES));
        }
        file = data.resolve("pool-index").resolve(CONTENT.toHex());
        sound = Files.readAllBytes(file);
    }

    @Test
    void open_cutShortAnywhere_isEmptyAndSaysSo() throws IOException {
        for (int length = 0; length < sound.length; length++) {
            assertThat(open(Arrays.copyOf(sound, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        assertThat(events)
                .hasSize(sound.length)
                .allSatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                Event.StoreTrouble.class,
                                trouble -> assertThat(trouble.what()).contains(CONTENT.toHex())));
    }

    @Test
    void open_anyBitFlipped_isEmpty() throws IOException {
        for (int position = 0; position < sound.length; position++) {
            var bytes = sound.clone();
            bytes[position] ^= (byte) (1 << (position % 8));

            assertThat(open(bytes)).as("byte %d", position).isEmpty();
        }
    }

    @Test
    void open_longerThanItSays_isEmpty() throws IOException {
        assertThat(open(Arrays.copyOf(sound, sound.length + 8))).isEmpty();
    }

    @Test
    void open_zerosOrGarbage_isEmpty() throws IOException {
        assertThat(open(new byte[sound.length])).isEmpty();
        for (int seed = 0; seed < 50; seed++) {
            assertThat(open(Samples.bytes(seed, new Random(seed).nextInt(2 * sound.length))))
                    .isEmpty();
        }
    }

    @Test
    void open_anyBlockOfAPageMissing_isEmpty() throws Exception {
        var promises = new LinkedHashMap<String, Expectation>();
        for (int i = 0; i < 2_000; i++) {
            promises.put("pool/p" + i, promise(i));
        }
        Files.delete(file);
        try (var indexes = PoolSamples.indexes(data)) {
            indexes.build(CONTENT, source(promises));
        }
        var large = Files.readAllBytes(file);
        for (int position = 0; position < large.length; position += 4096) {
            var bytes = large.clone();
            Arrays.fill(bytes, position, Math.min(position + 4096, bytes.length), (byte) 0);

            assertThat(open(bytes)).as("page at %d", position).isEmpty();
        }
    }

    @Test
    void open_indexOfAnotherContent_isEmpty() throws IOException {
        Files.move(file, file.resolveSibling(digest(2).toHex()));
        try (var indexes = PoolSamples.indexes(data, PoolLimits.DEFAULT, events)) {
            assertThat(indexes.open(digest(2))).isEmpty();
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void build_damagedOneIsThere_replacesIt() throws Exception {
        Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        try (var indexes = PoolSamples.indexes(data, PoolLimits.DEFAULT, events)) {
            assertThat(indexes.open(CONTENT)).isEmpty();

            assertThat(read(indexes.build(CONTENT, source(PROMISES)))).isEqualTo(PROMISES);
            assertThat(indexes.open(CONTENT)).isPresent();
        }
        assertThat(data.resolve("pool-index").toFile().list()).hasSize(1);
    }

    @Test
    void find_fileIsGoneWhenItIsMappedAgain_failsUntilItIsBuilt() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 10, 10_000, 1), events)) {
            var index = indexes.open(CONTENT).orElseThrow();
            indexes.build(digest(2), source(Map.of("a", promise(2))));
            Files.delete(file);

            assertThatThrownBy(() -> index.find("pool/main/a/apt_2.6.1.dsc")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(index)).isInstanceOf(IOException.class);
            assertThat(indexes.open(CONTENT)).isEmpty();

            var again = indexes.build(CONTENT, source(PROMISES));
            assertThat(again.find("pool/main/a/apt_2.6.1.dsc")).contains(promise(2));
            assertThat(index.find("pool/main/a/apt_2.6.1.dsc")).contains(promise(2));
        }
    }

    @Test
    void find_fileIsCutShortWhenItIsMappedAgain_fails() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 10, 10_000, 1), events)) {
            var index = indexes.open(CONTENT).orElseThrow();
            indexes.build(digest(2), source(Map.of("a", promise(2))));
            Files.write(file, Arrays.copyOf(sound, sound.length - 1));

            assertThatThrownBy(() -> index.find("pool/main/a/apt_2.6.1.dsc"))
                    .isInstanceOf(DamagedIndexException.class)
                    .hasMessageContaining(sound.length - 1 + " bytes, not " + sound.length);
        }
    }

    private Optional<PoolIndex> open(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (var indexes = PoolSamples.indexes(data, PoolLimits.DEFAULT, events)) {
            return indexes.open(CONTENT);
        }
    }
}
