package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten times as many files as the largest component of a distribution has. */
final class LargeIndexTest {
    private static final int FILES = 600_000;
    private static final List<Digest> FIRST = List.of(digest(1), digest(2), digest(3), digest(4));

    @TempDir
    Path data;

    private static String path(int number) {
        return "pool/main/p/package-" + number % 1_000 + "/package-" + number + "_1.2.3-4_amd64.deb";
    }

    private static Digest digest(int number) {
        return new Digest(number, ~number, 3L * number, -1);
    }

    private static void write(PromiseSink sink) throws IOException {
        for (int i = 0; i < FILES; i++) {
            sink.add(path(i), Expectation.of(digest(i), i));
        }
    }

    @Test
    void find_eachOfManyPaths_isItsPromise() throws Exception {
        try (var indexes = PoolSamples.indexes(data)) {
            var index = indexes.build(CONTENT, LargeIndexTest::write);
            var match = new PoolMatch();
            int right = 0;
            int missed = 0;
            for (int i = 0; i < FILES; i++) {
                right += index.find(path(i), match) && match.isOf(digest(i), i) ? 1 : 0;
                missed += index.find(path(FILES + i), match) ? 0 : 1;
            }

            assertThat(index.paths()).isEqualTo(FILES);
            assertThat(right).isEqualTo(FILES);
            assertThat(missed).isEqualTo(FILES);
        }
    }

    @Test
    void writeTo_manyPaths_handsOverAllInOrder() throws Exception {
        try (var indexes = PoolSamples.indexes(data)) {
            var index = indexes.build(CONTENT, LargeIndexTest::write);
            var next = new AtomicLong();

            index.writeTo((path, promise) -> {
                int number = (int) next.getAndIncrement();
                if (number % 1_000 == 0) {
                    assertThat(path).isEqualTo(path(number));
                    assertThat(promise).isEqualTo(Expectation.of(digest(number), number));
                }
            });

            assertThat(next).hasValue(FILES);
        }
    }

    @Test
    void findMatch_manyTimes_allocatesNothing() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var indexes = PoolSamples.indexes(data)) {
            var index = indexes.build(CONTENT, sink -> sink.add(path(1), Expectation.of(digest(1), 1)));
            var other = indexes.build(PoolSamples.digest(2), sink -> sink.add(path(2), Expectation.of(digest(2), 2)));
            var lookup = new PoolLookup(List.of(index, other));
            var paths = List.of(path(1), path(2), path(3), "pool/ä");
            var match = new PoolMatch();
            int found = look(lookup, paths, match, 20_000);
            long before = threads.getCurrentThreadAllocatedBytes();

            found += look(lookup, paths, match, 80_000);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes for 320,000 lookups")
                    .isLessThan(100_000);
            assertThat(found).isEqualTo(200_000);
        }
    }

    private static int look(PoolLookup lookup, List<String> paths, PoolMatch match, int times) throws IOException {
        int found = 0;
        for (int i = 0; i < times; i++) {
            for (int path = 0; path < paths.size(); path++) {
                found += lookup.find(paths.get(path), match) && match.isOf(FIRST.get(path), path + 1) ? 1 : 0;
            }
        }
        return found;
    }
}
