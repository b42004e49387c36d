package org.aptheke.micro;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.digest.Digest;
import org.aptheke.pool.PoolIndex;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.pool.PoolMatch;
import org.aptheke.pool.PromiseSource;

/**
 * What it costs to build an index and to open it, in a process of its own because peaks of memory are those of a
 * process. Prints one row of a table. The arguments are an empty directory and a Packages file.
 */
final class PoolIndexCost {
    private static final List<String> HEADINGS = List.of(
            "Packages file",
            "paths",
            "first build (CPU)",
            "median of 5 (CPU)",
            "heap allowed",
            "peak of the process",
            "more than before",
            "index",
            "open",
            "open, not cached",
            "first 1,000 lookups");

    private static final Digest CONTENT = SyntheticIndex.digest(0);
    private static final int ROUNDS = 5;
    private static final int LOOKUPS = 1_000;

    private PoolIndexCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            print(HEADINGS);
            print(HEADINGS.stream().map(heading -> "---").toList());
            return;
        }
        var directory = Path.of(arguments[0]);
        var packages = Path.of(arguments[1]);
        var built = build(directory, SyntheticIndex.reading(packages));
        var row = new ArrayList<>(
                List.of(String.valueOf(packages.getFileName()), String.format(Locale.ROOT, "%,d", built.paths())));
        row.addAll(built.cells());
        row.add(mebibytes(Files.size(file(directory))));
        row.add(open(directory, false));
        row.add(open(directory, true));
        row.add(lookups(directory, built.spread()));
        print(row);
    }

    private record Built(long paths, List<String> spread, List<String> cells) {}

    private static Built build(Path directory, PromiseSource source) throws IOException, InterruptedException {
        try (var indexes = indexes(directory)) {
            var times = new double[ROUNDS];
            var cpu = new double[ROUNDS];
            long before = memory("VmRSS:");
            long peak = 0;
            for (int round = 0; round < ROUNDS; round++) {
                indexes.retainOnly(Set.of());
                long start = System.nanoTime();
                long startCpu = processCpu();
                indexes.build(CONTENT, source);
                times[round] = (System.nanoTime() - start) / 1e6;
                cpu[round] = (processCpu() - startCpu) / 1e6;
                peak = memory("VmHWM:");
            }
            double first = times[0];
            double firstCpu = cpu[0];
            Arrays.sort(times);
            Arrays.sort(cpu);
            var index = indexes.open(CONTENT).orElseThrow();
            return new Built(
                    index.paths(),
                    spread(index),
                    List.of(
                            milliseconds(first) + " (" + milliseconds(firstCpu) + ")",
                            milliseconds(times[ROUNDS / 2]) + " (" + milliseconds(cpu[ROUNDS / 2]) + ")",
                            mebibytes(Runtime.getRuntime().maxMemory()),
                            mebibytes(peak),
                            mebibytes(peak - before)));
        }
    }

    /** Some paths from all over the index; all of them would not fit into the heap that building needs. */
    private static List<String> spread(PoolIndex index) throws IOException {
        var paths = new ArrayList<String>();
        long step = Math.max(1, index.paths() / LOOKUPS);
        var passed = new AtomicLong();
        index.writeTo((path, promise) -> {
            if (passed.getAndIncrement() % step == 0 && paths.size() < LOOKUPS) {
                paths.add(path);
            }
        });
        return paths;
    }

    private static PoolIndexes indexes(Path directory) throws IOException {
        return PoolIndexes.in(directory, PoolLimits.DEFAULT, InstantSource.system(), event -> {});
    }

    private static Path file(Path directory) {
        return directory.resolve("pool-index").resolve(CONTENT.toHex());
    }

    private static String open(Path directory, boolean fromDisk) throws IOException {
        if (fromDisk) {
            PageCache.drop(file(directory));
        }
        long start = System.nanoTime();
        try (var indexes = indexes(directory)) {
            var opened = indexes.open(CONTENT);
            double took = (System.nanoTime() - start) / 1e6;
            return opened.isPresent() ? milliseconds(took) : "damaged";
        }
    }

    /** The first lookups after the file was mapped, each of another page. */
    private static String lookups(Path directory, List<String> paths) throws IOException {
        try (var indexes = indexes(directory)) {
            var index = indexes.open(CONTENT).orElseThrow();
            var match = new PoolMatch();
            long start = System.nanoTime();
            for (var path : paths) {
                index.find(path, match);
            }
            return milliseconds((System.nanoTime() - start) / 1e6);
        }
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Resident memory of this process, now or at its highest, from the kernel. */
    private static long memory(String which) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(which)) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("the kernel does not tell " + which);
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    @SuppressWarnings("SystemOut") // It is a program.
    private static void print(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
