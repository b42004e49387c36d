package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.promise;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that somebody has chosen so that they collide. */
final class HostileNamesTest {
    private static final int NAMES = 1 << 12;

    /** Were they to collide, it would be {@link #NAMES}; by chance it is below 100. */
    private static final long FEW = 500;

    @TempDir
    Path data;

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of("String.hashCode", ofBlocks("Aa", "BB", "C#"), (ToIntFunction<String>) String::hashCode),
                Arguments.of(
                        "FNV-1a, lower bits",
                        search(HostileNamesTest::fnv1a, 0xff),
                        masked(HostileNamesTest::fnv1a, 0xff)),
                Arguments.of(
                        "FNV-1a, upper bits",
                        search(HostileNamesTest::fnv1a, 0xff00_0000),
                        masked(HostileNamesTest::fnv1a, 0xff00_0000)),
                Arguments.of(
                        "CRC-32, lower bits",
                        search(HostileNamesTest::crc32, 0xff),
                        masked(HostileNamesTest::crc32, 0xff)),
                Arguments.of("length", search(String::length, 0), (ToIntFunction<String>) String::length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void find_namesCollideUnderACommonHash_isNotSlow(String name, List<String> names, ToIntFunction<String> hash)
            throws Exception {
        assertThat(names).hasSize(NAMES).doesNotHaveDuplicates();
        assertThat(names.stream().mapToInt(hash).distinct().count()).as(name).isEqualTo(1);
        try (var indexes = PoolSamples.indexes(data)) {
            var index = indexes.build(CONTENT, sink -> {
                for (int i = 0; i < NAMES; i++) {
                    sink.add(names.get(i), promise(i));
                }
            });

            var match = new PoolMatch();
            int right = 0;
            for (int i = 0; i < NAMES; i++) {
                right += index.find(names.get(i), match) && match.promise().equals(promise(i)) ? 1 : 0;
            }
            assertThat(right).isEqualTo(NAMES);
        }
        try (var file = MappedIndex.map(new RealDirectory(data.resolve("pool-index")), CONTENT, true)) {
            assertThat(file.longestProbe()).isBetween(1L, FEW);
        }
    }

    /** All sequences of blocks with the same hash have the same hash. */
    private static List<String> ofBlocks(String... blocks) {
        var names = List.of("pool/");
        while (names.size() < NAMES) {
            names = names.stream()
                    .flatMap(name -> Stream.of(blocks).map(block -> name + block))
                    .toList();
        }
        return names.subList(0, NAMES);
    }

    private static List<String> search(ToIntFunction<String> hash, int mask) {
        var names = new ArrayList<String>();
        for (int i = 0; names.size() < NAMES; i++) {
            var name = "pool/" + Integer.toHexString(0x1000_0000 + i);
            if ((hash.applyAsInt(name) & mask) == 0) {
                names.add(name);
            }
        }
        return names;
    }

    private static ToIntFunction<String> masked(ToIntFunction<String> hash, int mask) {
        return name -> hash.applyAsInt(name) & mask;
    }

    private static int fnv1a(String text) {
        int hash = 0x811c9dc5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return hash;
    }

    private static int crc32(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
