package org.aptheke.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;
import org.aptheke.pool.PoolIndex;
import org.aptheke.pool.PoolIndexRefusedException;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PromiseSink;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.MalformedMetadataException;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimitException;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.store.BlobSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Packages and Sources of one generation, and those of them that are read. Safe for use by many threads. */
final class IndexTable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexTable.class);

    private final SuiteId suite;
    private final TargetUri base;
    private final Generation generation;
    private final PoolIndexes pool;
    private final Contents contents;
    private final BlobSource blobs;
    private final Fetches fetches;
    private final List<Entry> entries = new ArrayList<>();
    private volatile List<Entry> expected = List.of();
    private volatile List<Read> read = List.of();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final ReentrantLock reading = new ReentrantLock();

    /** One index in all its compressions; the first that is in the store is as good as any. */
    private record Entry(String plainPath, List<String> paths) {}

    /** An index that was read. */
    private record Read(String plainPath, PoolIndex index, String archiveRoot) {}

    IndexTable(
            SuiteId suite,
            TargetUri base,
            Generation generation,
            PoolIndexes pool,
            Contents contents,
            BlobSource blobs,
            Fetches fetches) {
        this.suite = suite;
        this.base = base;
        this.generation = generation;
        this.pool = pool;
        this.contents = contents;
        this.blobs = blobs;
        this.fetches = fetches;
        Map<String, List<String>> byPlainPath = new LinkedHashMap<>();
        generation
                .release()
                .members()
                .map(Member::path)
                .filter(path -> IndexKind.ofPath(path).isPresent())
                .forEach(path -> byPlainPath
                        .computeIfAbsent(Compression.plainName(path), plain -> new ArrayList<>())
                        .add(path));
        byPlainPath.forEach((plain, paths) -> entries.add(new Entry(plain, List.copyOf(paths))));
        expected = entries.stream().filter(this::isStored).toList();
    }

    private boolean isStored(Entry entry) {
        return entry.paths().stream().anyMatch(path -> stored(path).isPresent());
    }

    private Optional<StoredResponse> stored(String path) {
        try {
            var place = place(path);
            return contents.find(place.key(), place.expectation());
        } catch (IOException e) {
            LOG.warn("{}/{}: cannot be looked up: {}", suite, path, e.getMessage());
            return Optional.empty();
        }
    }

    private Place.Promised place(String path) {
        return Promises.member(
                suite, base, generation, generation.release().member(path).orElseThrow());
    }

    /** Says that an index is on its way; false when it is read already. */
    boolean expect(String path) {
        var plain = Compression.plainName(path);
        if (unreadable.contains(plain)) {
            return false;
        }
        reading.lock();
        try {
            boolean waits =
                    expected.stream().anyMatch(entry -> entry.plainPath().equals(plain));
            var digests = indexDigestsOf(plain);
            if (waits
                    || read.stream()
                            .anyMatch(known -> digests.contains(known.index().content()))) {
                return waits;
            }
            var more = new ArrayList<>(expected);
            entries.stream().filter(entry -> entry.plainPath().equals(plain)).forEach(more::add);
            expected = List.copyOf(more);
            return true;
        } finally {
            reading.unlock();
        }
    }

    /** Those of its indexes that are in the store by now are expected too. */
    void expectStored() {
        entries.stream()
                .filter(this::isStored)
                .forEach(entry -> expect(entry.paths().getFirst()));
    }

    /** What is promised of the file with that key. Reads what has arrived and was not read yet. */
    Optional<Expectation> find(CacheKey key) throws InterruptedException {
        for (var entry : expected) {
            for (var path : entry.paths()) {
                fetches.awaitFiled(MemberFetching.plan(place(path)));
            }
        }
        readAll();
        for (var known : read) {
            var promised = find(known, key.text());
            if (promised.isPresent()) {
                return promised;
            }
        }
        return Optional.empty();
    }

    /** What is promised of it by the indexes that are read already; waits for nothing. */
    Optional<Expectation> findRead(CacheKey key) {
        return read.stream().flatMap(known -> find(known, key.text()).stream()).findFirst();
    }

    private Optional<Expectation> find(Read known, String key) {
        var root = known.archiveRoot();
        if (!key.startsWith(root) || key.length() <= root.length() || key.charAt(root.length()) != '/') {
            return Optional.empty();
        }
        try {
            var name = PercentEncoding.decoded(key.substring(root.length() + 1));
            return name.isPresent() ? known.index().find(name.get()) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{}: {}", suite, e.getMessage());
            return Optional.empty();
        }
    }

    /** Reads the indexes that are expected and have come. */
    void readAll() {
        if (expected.isEmpty()) {
            return;
        }
        reading.lock();
        try {
            var missing = new ArrayList<Entry>();
            var more = new ArrayList<>(read);
            for (var entry : expected) {
                var index = read(entry);
                index.ifPresent(more::add);
                if (index.isEmpty() && !isStored(entry)) {
                    missing.add(entry);
                }
            }
            read = List.copyOf(more);
            expected = List.copyOf(missing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reading.unlock();
        }
    }

    private Optional<Read> read(Entry entry) throws InterruptedException {
        for (var path : entry.paths()) {
            var stored = stored(path);
            if (stored.isPresent()) {
                try {
                    var index = index(entry, path, stored.get());
                    return Optional.of(new Read(entry.plainPath(), index, archiveRoot(index)));
                } catch (PoolIndexRefusedException | MalformedMetadataException | ExpansionLimitException e) {
                    LOG.warn("{}/{}: what it names cannot be checked: {}", suite, path, e.getMessage());
                    unreadable.add(entry.plainPath());
                    return Optional.empty();
                } catch (IOException e) {
                    LOG.warn("{}/{}: cannot be read: {}", suite, path, e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private PoolIndex index(Entry entry, String path, StoredResponse stored) throws IOException, InterruptedException {
        return pool.build(indexDigest(entry.plainPath(), stored.digest()), sink -> copy(path, stored, sink));
    }

    /** All compressions of an index promise the same; they share what is named by the plain one. */
    private Digest indexDigest(String plainPath, Digest stored) {
        return sha256(plainPath).orElse(stored);
    }

    private void copy(String path, StoredResponse stored, PromiseSink sink) throws IOException {
        var blob = blobs.open(stored.digest(), stored.size());
        if (blob.isEmpty()) {
            throw new IOException(stored.key() + " is gone from the store");
        }
        try (var file = blob.get();
                var plain = Compression.ofName(path).open(BlobStream.of(file), ExpansionLimits.DEFAULT)) {
            IndexKind.ofPath(path).orElseThrow().read(plain, entry -> sink.add(entry.path(), entry.expectation()));
        }
    }

    private Optional<Digest> sha256(String path) {
        return generation
                .release()
                .member(path)
                .flatMap(member -> member.expectation().sha256());
    }

    /** Where the paths of an index begin. */
    private String archiveRoot(PoolIndex index) throws IOException {
        return suite.inDists() ? suite.archiveRoot() : FlatRoot.of(suite.directory(), index);
    }

    /** Hands over what the indexes promise that are read, except those that were handed over before, and notes them. */
    void forEachPromise(Set<Digest> handedOver, SuiteNames.Taker taker) throws IOException {
        readAll();
        for (var known : read) {
            if (handedOver.add(known.index().content())) {
                known.index()
                        .writeTo((path, promise) -> taker.pool(known.plainPath(), known.archiveRoot(), path, promise));
            }
        }
    }

    /** Those of these indexes that could not be read: nobody knows what they name. */
    List<String> unread(Set<String> usedPaths) {
        var readPaths = read.stream().map(Read::plainPath).collect(Collectors.toSet());
        return entries.stream()
                .filter(entry -> entry.paths().stream().anyMatch(usedPaths::contains))
                .map(Entry::plainPath)
                .filter(path -> !readPaths.contains(path))
                .toList();
    }

    /** The names of the indexes that this generation has in the pool's directory. */
    Set<Digest> indexDigests() {
        var digests = new HashSet<Digest>();
        entries.forEach(entry -> digests.addAll(indexDigestsOf(entry.plainPath())));
        return digests;
    }

    private Set<Digest> indexDigestsOf(String plainPath) {
        var digests = new HashSet<Digest>();
        for (var entry : entries) {
            if (entry.plainPath().equals(plainPath)) {
                entry.paths().forEach(path -> sha256(path).ifPresent(digests::add));
                sha256(plainPath).ifPresent(digests::add);
            }
        }
        return digests;
    }
}
