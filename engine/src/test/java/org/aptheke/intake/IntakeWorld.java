package org.aptheke.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.bundle.ExportJob;
import org.aptheke.bundle.ExportParts;
import org.aptheke.bundle.ExporterKey;
import org.aptheke.bundle.Handover;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.fetch.Fetches;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.MemoryCensus;
import org.aptheke.store.MemoryJobBook;
import org.aptheke.store.MemoryPinBook;
import org.aptheke.store.MemorySuiteBook;
import org.aptheke.store.StoreAudit;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.suite.Contents;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteRules;
import org.aptheke.suite.Suites;
import org.aptheke.suite.Trust;
import org.aptheke.suite.WarmRules;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Samples;

/** A store that files are taken into, all suites, and no network at all. */
final class IntakeWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final MemoryCatalog catalog = new MemoryCatalog();
    final MemoryPinBook pins = new MemoryPinBook();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final ManualClock clock = ManualClock.at(NOW);
    final LocalBlobStore blobs;
    final Suites suites;
    final Path dropFolder;
    final Path data;
    private final Fetches fetches;
    private final PoolIndexes pool;
    private final JobRunner runner;
    final ExportParts exports;
    final Handover<InputStream> arriving = new Handover<>();
    final Set<ExporterKey> trustedExporters = ConcurrentHashMap.newKeySet();
    private volatile boolean trusting = true;

    IntakeWorld(Path directory) throws IOException {
        data = directory.resolve("data");
        dropFolder = data.resolve("_import");
        blobs = LocalBlobStore.open(data, 0);
        fetches = new Fetches(
                request -> {
                    asked.add(request.target().toString());
                    throw new OriginUnreachableException("nobody there", new IOException("refused"));
                },
                blobs,
                catalog,
                FetchLimits.DEFAULT,
                clock,
                events::add);
        pool = PoolIndexes.in(data, PoolLimits.DEFAULT, clock, events::add);
        suites = Suites.open(new Suites.Parts(
                catalog,
                blobs,
                new Contents(catalog, blobs, clock),
                new MemorySuiteBook(),
                fetches,
                pool,
                trust(),
                IntakeWorld::rules,
                () -> WarmRules.OFF,
                () -> {},
                clock,
                events::add));
        var parts = new IntakeParts(blobs, blobs, catalog, suites, pins, clock);
        exports = new ExportParts(
                catalog, new MemoryCensus(catalog), blobs, blobs, suites::names, data, new Handover<>(), clock);
        var staging = data.resolve("staging");
        var bundles = new BundleParts(blobs, staging, dropFolder, arriving, () -> trustedExporters);
        runner = new JobRunner(
                List.of(
                        new IntakeJob(parts, dropFolder),
                        new ExportJob(exports),
                        new BundleJob(parts, bundles),
                        new SentJob(parts, bundles)),
                new MemoryJobBook(),
                () -> 0,
                clock,
                events::add);
    }

    private static SuiteRules rules() {
        return new SuiteRules(
                Duration.ofHours(1),
                Duration.ofSeconds(2),
                Duration.ofMinutes(30),
                Duration.ofDays(14),
                Duration.ofHours(6),
                false);
    }

    /** Believes every release file, or none. */
    private Trust trust() {
        return new Trust() {
            @Override
            public Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now) {
                return new Judgement(ByteBuffer.wrap(inRelease), trusting, true, false, trusting ? "trusted" : "bad");
            }

            @Override
            public Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now) {
                return ofInRelease(suite, release, now);
            }

            @Override
            public boolean isStrict(SuiteId suite) {
                return false;
            }
        };
    }

    void trustNobody() {
        trusting = false;
    }

    /** Writes a file that nobody has touched for three days. */
    static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(3))));
    }

    /** Runs the job to its end. */
    RunView take(Map<String, String> arguments) throws Exception {
        return run(IntakeJob.KIND, arguments);
    }

    /** Runs any job to its end, which is to be a good one. */
    RunView run(String kind, Map<String, String> arguments) throws Exception {
        var ended = end(kind, arguments, false);
        assertThat(ended.state()).as("%s", ended).isEqualTo(RunState.DONE);
        StoreAudit.check(data, blobs, catalog);
        return ended;
    }

    /** Runs any job to whatever end. */
    RunView end(String kind, Map<String, String> arguments, boolean planOnly) throws Exception {
        var begun = runner.begin(kind, new Arguments(arguments), planOnly, "test");
        return runner.awaitEnd(begun.run().number(), Duration.ofSeconds(60)).orElseThrow();
    }

    /** All files below the data directory that are contents, whole or not. */
    Set<Path> files() throws IOException {
        var all = new TreeSet<Path>();
        for (var name : List.of("blobs", "partial", "staging")) {
            if (Files.exists(data.resolve(name))) {
                try (var walk = Files.walk(data.resolve(name))) {
                    walk.filter(Files::isRegularFile).forEach(all::add);
                }
            }
        }
        return all;
    }

    /** How many files came to this. */
    static long count(RunView run, String reason) {
        return run.report().counts().stream()
                .filter(count ->
                        count.outcome() != Outcome.PLANNED && count.reason().equals(reason))
                .mapToLong(count -> count.count())
                .sum();
    }

    boolean has(byte[] content) throws IOException {
        var blob = blobs.open(digest(content), content.length);
        if (blob.isPresent()) {
            blob.get().close();
        }
        return blob.isPresent();
    }

    Optional<String> lastModified(String key) {
        return catalog.find(new CacheKey(key)).stream()
                .flatMap(stored -> stored.fields().first("Last-Modified").stream())
                .findFirst();
    }

    boolean isEntered(String key, byte[] content) {
        return catalog.find(new CacheKey(key)).stream()
                .anyMatch(stored -> stored.digest().equals(digest(content)));
    }

    static Digest digest(byte[] content) {
        return Digest.ofHex(Samples.sha256(content));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        runner.close();
        suites.close();
        try {
            fetches.stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        pool.close();
        blobs.close();
    }
}
