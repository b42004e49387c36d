package org.aptheke.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.events.Event;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;

/** Promises that are random to look at, and pool indexes in a directory. */
final class PoolSamples {
    static final Digest CONTENT = digest(1);

    private PoolSamples() {}

    static Digest digest(long seed) {
        return Digest.ofBytes(Samples.bytes(seed, 32));
    }

    static Checksum checksum(DigestAlgorithm algorithm, long seed) {
        return new Checksum(
                algorithm,
                java.util.HexFormat.of()
                        .formatHex(Samples.bytes(seed ^ ((long) algorithm.bytes() << 32), algorithm.bytes())));
    }

    static Expectation promise(long seed) {
        return Expectation.of(digest(seed), seed);
    }

    static Expectation promise(OptionalLong size, long seed, DigestAlgorithm... algorithms) {
        var sums = new ArrayList<Checksum>();
        for (var algorithm : algorithms) {
            sums.add(checksum(algorithm, seed));
        }
        return new Expectation(sums, size);
    }

    /** Promises as an index has them: each algorithm alone and together, with a size and without. */
    static Expectation anyPromise(Random random) {
        var sums = new ArrayList<Checksum>();
        for (var algorithm : DigestAlgorithm.values()) {
            if (random.nextBoolean()) {
                sums.add(checksum(algorithm, random.nextLong()));
            }
        }
        if (sums.isEmpty()) {
            sums.add(Checksum.of(digest(random.nextLong())));
        }
        return new Expectation(
                sums, random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong() >>> 1));
    }

    static PoolIndexes indexes(Path data) throws IOException {
        return indexes(data, PoolLimits.DEFAULT, new ArrayList<>());
    }

    static PoolIndexes indexes(Path data, PoolLimits limits, List<Event> events) throws IOException {
        return PoolIndexes.in(data, limits, InstantSource.system(), events::add);
    }

    static PromiseSource source(Map<String, Expectation> promises) {
        return sink -> {
            for (var promise : promises.entrySet()) {
                sink.add(promise.getKey(), promise.getValue());
            }
        };
    }

    /** The promises of an index in their order. */
    static Map<String, Expectation> read(PoolIndex index) throws IOException {
        var promises = new LinkedHashMap<String, Expectation>();
        index.writeTo((path, promise) -> {
            if (promises.put(path, promise) != null) {
                throw new IOException("twice: " + path);
            }
        });
        return promises;
    }
}
