package org.aptheke.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aptheke.pool.PoolIndex;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.pool.PoolLookup;
import org.aptheke.pool.PoolMatch;
import org.aptheke.repo.Expectation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Lookups of paths in random order, which the caches of the processor cannot foresee. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class PoolIndexLookup {
    private static final int SMALL_INDEXES = 7;

    @Param({"60000", "600000"})
    int packages;

    /** How many different paths are asked for: few stay in the caches of the processor. */
    @Param({"1000", "all"})
    String asked;

    private Path directory;
    private PoolIndexes indexes;
    private PoolIndex index;
    private PoolLookup behindOthers;
    private String[] present;
    private String[] absent;

    @Setup
    public void build() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("aptheke-micro");
        indexes = PoolIndexes.in(directory, PoolLimits.DEFAULT, InstantSource.system(), event -> {});
        index = indexes.build(SyntheticIndex.digest(-1), new SyntheticIndex(packages).entries());
        var all = new ArrayList<PoolIndex>();
        for (int i = 0; i < SMALL_INDEXES; i++) {
            int first = -10_000 * (i + 1);
            all.add(indexes.build(SyntheticIndex.digest(first), sink -> {
                for (int n = 0; n < 5_000; n++) {
                    sink.add(SyntheticIndex.path(first + n), Expectation.of(SyntheticIndex.digest(n), n));
                }
            }));
        }
        all.add(index);
        behindOthers = new PoolLookup(all);
        present = paths(0);
        absent = paths(packages);
    }

    private String[] paths(int first) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < packages; i++) {
            numbers.add(first + i);
        }
        Collections.shuffle(numbers, new Random(1));
        int count = asked.equals("all") ? packages : Integer.parseInt(asked);
        return numbers.stream().limit(count).map(SyntheticIndex::path).toArray(String[]::new);
    }

    @TearDown
    public void remove() throws IOException {
        indexes.retainOnly(Set.of());
        indexes.close();
        Files.delete(directory.resolve("pool-index"));
        Files.delete(directory);
    }

    /** One of these for each thread. */
    @State(Scope.Thread)
    public static class Asker {
        private final PoolMatch match = new PoolMatch();
        private int next;

        String next(String[] paths) {
            next = next + 1 < paths.length ? next + 1 : 0;
            return paths[next];
        }
    }

    @Benchmark
    public boolean hit(Asker asker) throws IOException {
        return index.find(asker.next(present), asker.match) && asker.match.hasSha256();
    }

    @Benchmark
    public boolean miss(Asker asker) throws IOException {
        return index.find(asker.next(absent), asker.match);
    }

    /** In the last of eight indexes, as for a generation with several components and architectures. */
    @Benchmark
    public boolean hitInTheLastOfEight(Asker asker) throws IOException {
        return behindOthers.find(asker.next(present), asker.match) && asker.match.hasSha256();
    }
}
