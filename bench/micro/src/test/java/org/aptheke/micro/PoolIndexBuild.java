package org.aptheke.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aptheke.pool.PoolIndex;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.pool.PromiseSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Building an index and making it durable, from promises in memory: what is beside reading the Packages file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class PoolIndexBuild {
    @Param({"60000", "600000"})
    int packages;

    private Path directory;
    private PromiseSource entries;
    private PoolIndexes indexes;

    @Setup
    public void make() throws IOException {
        directory = Files.createTempDirectory("aptheke-micro");
        entries = new SyntheticIndex(packages).entries();
        indexes = PoolIndexes.in(directory, PoolLimits.DEFAULT, InstantSource.system(), event -> {});
    }

    @Benchmark
    public PoolIndex build() throws IOException, InterruptedException {
        return indexes.build(SyntheticIndex.digest(0), entries);
    }

    @TearDown(Level.Iteration)
    public void forget() throws IOException {
        indexes.retainOnly(Set.of());
    }

    @TearDown
    public void remove() throws IOException {
        indexes.close();
        Files.delete(directory.resolve("pool-index"));
        Files.delete(directory);
    }
}
