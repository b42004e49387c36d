package org.aptheke.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Fields;
import org.aptheke.repo.Expectation;
import org.aptheke.store.Blob;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who finds a content that is in the store, with the catalogue and without it. */
final class ContentsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final CacheKey STRANGER = new CacheKey("deb.example.org/x.deb");
    private static final CacheKey MEMBER = new CacheKey("vendor@deb.example.org/x.deb");
    private static final CacheKey MEMBER_ELSEWHERE = new CacheKey("vendor@other.example/y.deb");
    private static final CacheKey OTHER_MEMBER = new CacheKey("other@deb.example.org/x.deb");

    @TempDir
    Path data;

    private LocalBlobStore blobs;
    private MemoryCatalog catalog;
    private Contents contents;

    @BeforeEach
    void open() throws IOException {
        blobs = LocalBlobStore.open(data, 0);
        useCatalog(new MemoryCatalog());
    }

    @AfterEach
    void close() throws IOException {
        blobs.close();
    }

    @Test
    void find_gotWithCredentials_isForThoseWhoMayUseThem() throws IOException {
        var blob = store(Optional.of("vendor"), MEMBER);

        assertThat(isFound(STRANGER, blob)).isFalse();
        assertThat(isFound(OTHER_MEMBER, blob)).isFalse();
        assertThat(isFound(MEMBER_ELSEWHERE, blob)).isTrue();
        assertThat(catalog.find(STRANGER)).isEmpty();
    }

    @Test
    void find_gotWithCredentialsAndCatalogueLost_isForThoseWhoMayUseThem() throws IOException {
        var blob = store(Optional.of("vendor"), MEMBER);
        useCatalog(new MemoryCatalog());

        assertThat(isFound(STRANGER, blob)).isFalse();
        assertThat(isFound(OTHER_MEMBER, blob)).isFalse();
        assertThat(catalog.find(STRANGER)).isEmpty();
        assertThat(isFound(MEMBER_ELSEWHERE, blob)).isTrue();
    }

    @Test
    void find_gotWithCredentialsAndNoLongerCatalogued_isNotForAll() throws IOException {
        var blob = store(Optional.of("vendor"), MEMBER);
        catalog.remove(catalog.find(MEMBER).getFirst());

        assertThat(isFound(STRANGER, blob)).isFalse();
        assertThat(isFound(MEMBER, blob)).isTrue();
    }

    @Test
    void find_storedForAClientsOwnAuthorization_isForNobodyElse() throws IOException {
        var blob = deposit(Optional.of(""));

        assertThat(isFound(STRANGER, blob)).isFalse();
        assertThat(isFound(MEMBER, blob)).isFalse();
    }

    @Test
    void find_alsoGotWithoutCredentials_isForAllWhicheverCameLast() throws IOException {
        var blob = store(Optional.empty(), new CacheKey("mirror.example/x.deb"));
        store(Optional.of("vendor"), MEMBER);

        assertThat(isFound(STRANGER, blob)).isTrue();
        useCatalog(new MemoryCatalog());
        assertThat(isFound(STRANGER, blob)).isTrue();
    }

    @Test
    void find_catalogueLost_whatWasForAllIsFound() throws IOException {
        var blob = store(Optional.empty(), new CacheKey("mirror.example/x.deb"));
        useCatalog(new MemoryCatalog());

        assertThat(isFound(STRANGER, blob)).isTrue();
        assertThat(isFound(MEMBER, blob)).isTrue();
    }

    private void useCatalog(MemoryCatalog use) {
        catalog = use;
        contents = new Contents(use, blobs, ManualClock.at(NOON));
    }

    private boolean isFound(CacheKey key, Blob blob) throws IOException {
        return contents.find(key, Expectation.of(blob.digest(), blob.size())).isPresent();
    }

    private Blob store(Optional<String> holder, CacheKey key) throws IOException {
        var blob = deposit(holder);
        catalog.put(new StoredResponse(
                key, Fields.EMPTY, 200, Fields.EMPTY, blob.digest(), blob.size(), NOON, NOON, NOON, false));
        return blob;
    }

    private Blob deposit(Optional<String> holder) throws IOException {
        try (var deposit = blobs.open(0, OptionalLong.empty())) {
            deposit.write(ByteBuffer.wrap("content".getBytes(StandardCharsets.US_ASCII)));
            return holder.isPresent() ? deposit.commitFor(holder.get()) : deposit.commit();
        }
    }
}
