package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.digest.Digester;
import org.aptheke.events.Event;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginRequest;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;

/** What the tests of promised contents share: two contents, their promises, and two sources. */
abstract class PromisedFixture extends FetchFixture {
    static final byte[] LARGE = Samples.bytes(1, 3 << 20);
    static final byte[] LARGE_WRONG = Samples.bytes(11, 3 << 20);
    static final byte[] SMALL = Samples.bytes(2, 20_000);
    static final byte[] SMALL_WRONG = Samples.bytes(12, 20_000);
    static final String[] VALIDATED = {"ETag", "\"v1\"", "Date", "Thu, 01 Jan 2026 00:00:00 GMT"};

    static final TargetUri BY_HASH =
            new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/dists/stable/main/by-hash/SHA256/0a", "");
    static final TargetUri PLAIN =
            new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/dists/stable/main/Packages.xz", "");
    static final CacheKey KEY = CacheKey.of(BY_HASH);

    static FetchPlan promised(byte[] content) {
        return promised(expectation(content));
    }

    static FetchPlan promised(Expectation expectation) {
        return promised(expectation, Fields.EMPTY, BY_HASH, PLAIN);
    }

    static FetchPlan promised(Expectation expectation, Fields fields, TargetUri... sources) {
        return new FetchPlan(
                KEY,
                new Request("GET", BY_HASH, fields),
                fields,
                new FetchPlan.Purpose.RetrievePromised(new FetchPlan.Promise(expectation, List.of(sources))),
                true,
                () -> true);
    }

    static Expectation expectation(byte[] content) {
        return Expectation.of(digest(content), content.length);
    }

    static Checksum checksum(DigestAlgorithm algorithm, byte[] content) {
        var digester = new Digester(List.of(algorithm));
        digester.update(ByteBuffer.wrap(content));
        return digester.checksums().stream()
                .filter(checksum -> checksum.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    static Digest digest(byte[] content) {
        return Digest.ofHex(Samples.sha256(content));
    }

    static Reply whole(byte[] content) {
        return Reply.of(200, VALIDATED).bytes(content);
    }

    static Reply rest(byte[] content, int from) {
        return Reply.of(206, "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length)
                .bytes(content, from, content.length);
    }

    static Reply absent() {
        return Reply.of(404).bytes(Samples.utf8("no such file\n"));
    }

    static boolean aroundCaches(OriginRequest request) {
        return request.fields().first("Cache-Control").equals(Optional.of("no-cache"))
                && request.fields().first("Pragma").equals(Optional.of("no-cache"));
    }

    static Optional<String> range(OriginRequest request) {
        return request.fields().first("Range");
    }

    /** Which sources were asked, in order, those around caches with an exclamation mark. */
    final List<String> asked() {
        return origin.requests.stream()
                .map(request ->
                        (request.target().equals(BY_HASH) ? "by-hash" : "plain") + (aroundCaches(request) ? "!" : ""))
                .toList();
    }

    final void assertStored(byte[] content) throws IOException {
        awaitIdle();
        assertThat(catalog.find(KEY))
                .singleElement()
                .satisfies(stored -> assertThat(stored.status()).isEqualTo(200))
                .extracting(StoredResponse::digest)
                .isEqualTo(digest(content));
        assertThat(catalog.findParts(KEY)).isEmpty();
    }

    final void assertNothingKept() throws IOException {
        awaitIdle();
        assertThat(catalog.find(KEY)).isEmpty();
        assertThat(catalog.parts()).isEmpty();
        try (var files = Files.list(data.resolve("partial"))) {
            assertThat(files).isEmpty();
        }
    }

    final List<Event.OriginTrouble> troubles() {
        return events.stream()
                .filter(Event.OriginTrouble.class::isInstance)
                .map(Event.OriginTrouble.class::cast)
                .toList();
    }

    static DigestMismatchException mismatch(FetchOutcome outcome) {
        assertThat(outcome).isInstanceOf(FetchOutcome.Failed.class);
        assertThat(((FetchOutcome.Failed) outcome).cause()).isInstanceOf(DigestMismatchException.class);
        return (DigestMismatchException) ((FetchOutcome.Failed) outcome).cause();
    }

    /** How many bytes a reader got, and why it got no more; the cause is empty when it got all. */
    record Taken(int length, Optional<IOException> cause) {}

    static Taken take(FetchReader reader) throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        try (reader) {
            readInto(bytes, reader);
            return new Taken(bytes.size(), Optional.empty());
        } catch (IOException e) {
            return new Taken(bytes.size(), Optional.of(e));
        }
    }

    static Taken take(FetchOutcome outcome) throws InterruptedException {
        return switch (outcome) {
            case FetchOutcome.Arriving arriving -> take(arriving.reader());
            case FetchOutcome.Failed(var cause) -> new Taken(0, Optional.of(new IOException(cause)));
            case FetchOutcome.NotModified _, FetchOutcome.Overtaken _ -> throw new AssertionError(outcome);
        };
    }

    /** Some of it, but not its end, and then a failure that says what was wrong. */
    static void assertCutOff(Taken taken, int size) {
        assertThat(taken.length()).isPositive();
        assertNotWhole(taken, size);
    }

    static void assertNotWhole(Taken taken, int size) {
        assertThat(taken.length()).isLessThanOrEqualTo(size - LIMITS.smallBytes());
        assertThat(taken.cause())
                .get()
                .satisfies(cause -> assertThat(cause).hasCauseInstanceOf(DigestMismatchException.class));
    }
}
