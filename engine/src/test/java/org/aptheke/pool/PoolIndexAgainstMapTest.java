package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.anyPromise;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work beside maps that say what must be there. */
final class PoolIndexAgainstMapTest {
    private static final int STEPS = 400;
    private static final int CONTENTS = 12;

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomWork_anyBound_indexesAreTheMaps(long seed) throws Exception {
        new Run(data.resolve("data-" + seed), seed).run();
    }

    private static final class Run {
        private final Path data;
        private final Random random;
        private final PoolLimits limits;
        private final List<String> paths = new ArrayList<>();

        /** What each content promises, whether there is an index of it or not. */
        private final Map<Digest, Map<String, Expectation>> contents = new LinkedHashMap<>();

        private final HashSet<Digest> built = new HashSet<>();
        private final Map<Digest, PoolIndex> open = new HashMap<>();
        private PoolIndexes indexes;

        Run(Path data, long seed) throws IOException {
            this.data = data;
            random = new Random(seed);
            limits = new PoolLimits(1 + random.nextInt(CONTENTS), 10_000, 10_000_000, 1);
            indexes = PoolSamples.indexes(data, limits, new ArrayList<>());
            for (int i = 0; i < 1_500; i++) {
                paths.add(path());
            }
            for (int i = 0; i < CONTENTS; i++) {
                contents.put(digest(seed * 100 + i), promises(random.nextInt(1 << random.nextInt(11))));
            }
        }

        /** Short ones of few letters, so that many are like others. */
        private String path() {
            var path = new StringBuilder("pool/");
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                path.append(new String[] {"a", "b", "/", "é", "名", "😀", "+", "~"}[random.nextInt(8)]);
            }
            return path.toString();
        }

        private Map<String, Expectation> promises(int count) {
            var promises = new LinkedHashMap<String, Expectation>();
            for (int i = 0; i < count; i++) {
                promises.put(anyPath(), anyPromise(random));
            }
            return promises;
        }

        private String anyPath() {
            return paths.get(random.nextInt(paths.size()));
        }

        private Digest anyContent() {
            return List.copyOf(contents.keySet()).get(random.nextInt(CONTENTS));
        }

        void run() throws IOException, InterruptedException {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1 -> build();
                    case 2 -> openOne();
                    case 3 -> iterate();
                    case 4 -> retain();
                    case 5 -> restart();
                    default -> look();
                }
                assertThat(indexes.mappedFiles()).isLessThanOrEqualTo(limits.mapped());
            }
            for (var content : contents.keySet()) {
                assertThat(indexes.open(content).isPresent()).isEqualTo(built.contains(content));
            }
            indexes.close();
        }

        private void build() throws IOException, InterruptedException {
            var content = anyContent();
            var promises = kept(content);
            var index = indexes.build(content, sink -> {
                for (var path : shuffledWithDuplicates(promises)) {
                    sink.add(path, promise(content, path));
                }
            });
            built.add(content);
            open.put(content, index);
            assertThat(index.paths()).isEqualTo(promises.size());
        }

        private List<String> shuffledWithDuplicates(Map<String, Expectation> promises) {
            var order = new ArrayList<>(promises.keySet());
            promises.keySet().stream().filter(path -> random.nextInt(5) == 0).forEach(order::add);
            java.util.Collections.shuffle(order, random);
            return order;
        }

        private Expectation promise(Digest content, String path) {
            return Optional.ofNullable(contents.getOrDefault(content, Map.of()).get(path))
                    .orElseThrow();
        }

        private Map<String, Expectation> kept(Digest content) {
            var kept = new HashMap<String, Expectation>();
            contents.getOrDefault(content, Map.of())
                    .forEach((path, promise) -> kept.put(path, KeptPromise.of(promise)));
            return kept;
        }

        private void openOne() throws IOException {
            var content = anyContent();
            var found = indexes.open(content);
            assertThat(found.isPresent()).isEqualTo(built.contains(content));
            found.ifPresent(index -> open.put(content, index));
        }

        private void iterate() throws IOException {
            for (var index : List.copyOf(open.values())) {
                assertThat(read(index)).isEqualTo(kept(index.content()));
            }
        }

        private void look() throws IOException {
            var order = new ArrayList<>(open.values());
            var lookup = new PoolLookup(order);
            for (int i = 0; i < 50; i++) {
                var path = anyPath();
                var expected = order.stream()
                        .flatMap(index ->
                                Optional.ofNullable(kept(index.content()).get(path)).stream())
                        .findFirst();
                assertThat(lookup.find(path)).isEqualTo(expected);
            }
        }

        private void retain() throws IOException {
            var retained = new HashSet<Digest>();
            contents.keySet().stream().filter(content -> random.nextInt(3) > 0).forEach(retained::add);
            indexes.retainOnly(retained);
            for (var content : contents.keySet()) {
                if (!retained.contains(content)) {
                    built.remove(content);
                    var dropped = open.remove(content);
                    if (dropped != null) {
                        assertThat(dropped.find(anyPath())).isEmpty();
                        assertThatThrownBy(() -> read(dropped)).isInstanceOf(IOException.class);
                    }
                }
            }
        }

        private void restart() throws IOException {
            indexes.close();
            open.clear();
            indexes = PoolSamples.indexes(data, limits, new ArrayList<>());
        }
    }
}
