package org.aptheke.bundle;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.HttpDate;
import org.aptheke.http.PercentEncoding;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.Expectation;
import org.aptheke.store.Blob;
import org.aptheke.suite.SuiteNames;

/**
 * Finds what goes into a bundle: of the current generation of each wanted suite, all that is stored, that anybody may
 * have, and that the other side has not got. Used by one thread.
 */
final class Selection {
    private static final int MOST_NAMES = 8;

    private final ExportParts parts;
    private final Since since;
    private final Watch watch;
    private final Map<Digest, Candidate> candidates = new HashMap<>();
    private final List<BundleList.Origin> origins = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** Contents by what they are; in this order they are packed, since each says what the next are. */
    enum Kind {
        RELEASE_FILE("release files"),
        INDEX("indexes and other members"),
        PACKAGE("packages and sources");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What is stored and named. */
    private record Candidate(Kind kind, Blob blob, Standing standing, List<BundleList.Name> names) {}

    /** What becomes of a content. */
    private enum Standing {
        PACKED,
        KNOWN,
        RESERVED
    }

    Selection(ExportParts parts, Since since, Watch watch) {
        this.parts = parts;
        this.since = since;
        this.watch = watch;
    }

    void add(SuiteNames suite) throws IOException, InterruptedException {
        watch.doing("looks through " + suite);
        var directory = suite.id().directory();
        if (!BundleText.isWord(directory)
                || new CacheKey(directory + "/").credential().isPresent()) {
            remarks.add("suite " + suite + ": left out, it is not for everybody");
            return;
        }
        origins.add(new BundleList.Origin(suite.scheme(), directory));
        for (var file : suite.releaseFiles().entrySet()) {
            var key = new CacheKey(directory + "/" + file.getKey().fileName());
            add(Kind.RELEASE_FILE, file.getValue(), key, Optional.of(suite.checkedAt()));
        }
        var taker = new OfSuite(directory);
        for (var index : suite.forEachOfCurrent(taker)) {
            remarks.add("suite " + suite + ": " + index + " is not stored, so nothing that it names is exported");
        }
        taker.requireWhole();
    }

    private final class OfSuite implements SuiteNames.Taker {
        private final String directory;
        private Optional<InterruptedException> ended = Optional.empty();

        OfSuite(String directory) {
            this.directory = directory;
        }

        @Override
        public void releaseFile(Blob blob) {
            // They have names of their own, and were added.
        }

        @Override
        public void member(String path, Expectation promise) throws IOException {
            add(Kind.INDEX, directory + PercentEncoding.encoded("/" + path), promise);
        }

        @Override
        public void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException {
            add(Kind.PACKAGE, archiveRoot + PercentEncoding.encoded("/" + path), promise);
        }

        private void add(Kind kind, String key, Expectation promise) throws IOException {
            if (ended.isPresent() || !BundleText.isWord(key)) {
                return;
            }
            try {
                watch.giveWay();
            } catch (InterruptedException e) {
                ended = Optional.of(e);
                return;
            }
            var blob = stored(promise);
            if (blob.isPresent()) {
                Selection.this.add(kind, blob.get(), new CacheKey(key), Optional.empty());
            }
        }

        void requireWhole() throws InterruptedException {
            if (ended.isPresent()) {
                throw ended.get();
            }
        }
    }

    private Optional<Blob> stored(Expectation promise) throws IOException {
        var sha256 = promise.sha256();
        var digest = sha256.isPresent() ? sha256 : parts.catalog().findByChecksum(promise.strongest());
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        var size = promise.size();
        if (size.isEmpty()) {
            size = parts.catalog()
                    .findByDigest(digest.get(), Optional.empty())
                    .map(found -> OptionalLong.of(found.size()))
                    .orElse(OptionalLong.empty());
        }
        return size.isPresent() ? Optional.of(new Blob(digest.get(), size.getAsLong())) : Optional.empty();
    }

    private void add(Kind kind, Blob blob, CacheKey key, Optional<Instant> checkedAt) throws IOException {
        var candidate = candidates.get(blob.digest());
        if (candidate == null) {
            if (!parts.sink().holds(blob.digest(), blob.size())) {
                return;
            }
            candidate = new Candidate(kind, blob, standing(blob.digest()), new ArrayList<>(1));
            candidates.put(blob.digest(), candidate);
        }
        boolean wanted = candidate.standing() == Standing.PACKED
                && candidate.names().size() < MOST_NAMES
                && candidate.names().stream().noneMatch(name -> name.key().equals(key));
        if (wanted) {
            candidate.names().add(name(blob.digest(), key, checkedAt));
        }
    }

    private Standing standing(Digest digest) throws IOException {
        if (parts.blobs().reservedFor(digest).isPresent()) {
            return Standing.RESERVED;
        }
        return switch (since) {
            case Since.Ever() -> Standing.PACKED;
            case Since.Export(var _, var contents) -> contents.contains(digest) ? Standing.KNOWN : Standing.PACKED;
            case Since.Time(var at) -> isOlder(digest, at) ? Standing.KNOWN : Standing.PACKED;
        };
    }

    /** A content of which nobody knows since when it is stored counts as new. */
    private boolean isOlder(Digest digest, Instant than) throws IOException {
        return parts.contents().named(digest).stream()
                .anyMatch(named -> named.use().storedMillis() < than.toEpochMilli());
    }

    private BundleList.Name name(Digest digest, CacheKey key, Optional<Instant> checkedAt) throws IOException {
        var stored = response(digest, key);
        var modified = stored.flatMap(response -> response.fields().first("Last-Modified"))
                .flatMap(HttpDate::parse);
        var received = checkedAt
                .or(() -> stored.map(StoredResponse::receivedAt))
                .orElse(parts.clock().instant());
        return new BundleList.Name(key, received, modified);
    }

    private Optional<StoredResponse> response(Digest digest, CacheKey key) throws IOException {
        var here = parts.catalog().find(key).stream()
                .filter(response -> response.digest().equals(digest))
                .findFirst();
        return here.isPresent() ? here : parts.catalog().findByDigest(digest, Optional.empty());
    }

    /** The list of what is packed. */
    BundleList list() throws JobRefusedException {
        var packed = candidates.values().stream()
                .filter(candidate -> candidate.standing() == Standing.PACKED)
                .sorted(Comparator.comparing(Candidate::kind)
                        .thenComparing(
                                candidate -> candidate.names().getFirst().key().text()))
                .map(candidate -> new BundleList.Packed(
                        candidate.blob().digest(), candidate.blob().size(), candidate.names()))
                .toList();
        if (packed.size() > BundleList.MOST_CONTENTS) {
            throw new JobRefusedException(packed.size() + " files are more than the " + BundleList.MOST_CONTENTS
                    + " of one bundle; export some suites at a time");
        }
        return new BundleList(parts.clock().instant(), since.word(), origins, packed);
    }

    Kind kindOf(BundleList.Packed content) {
        var candidate = candidates.get(content.digest());
        if (candidate == null) {
            throw new IllegalArgumentException(content.digest() + " was not selected");
        }
        return candidate.kind();
    }

    /** What the other side has, or will have: what was there, and is packed now. */
    DigestSet knownThen() {
        var known = new HashSet<Digest>();
        if (since instanceof Since.Export(var _, var contents)) {
            contents.forEach(known::add);
        }
        candidates.values().stream()
                .filter(candidate -> candidate.standing() != Standing.RESERVED)
                .forEach(candidate -> known.add(candidate.blob().digest()));
        return DigestSet.of(known);
    }

    List<String> remarks() {
        var all = new ArrayList<>(remarks);
        say(all, Standing.KNOWN, "files that the other side has are left out");
        say(all, Standing.RESERVED, "files are left out because they came by credentials");
        return all;
    }

    private void say(List<String> all, Standing standing, String words) {
        long count = candidates.values().stream()
                .filter(candidate -> candidate.standing() == standing)
                .count();
        if (count > 0) {
            all.add(count + " " + words);
        }
    }
}
