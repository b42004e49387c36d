package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalogue does for those who look for a content and not for a key. */
abstract class CatalogByContentContract {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    static final CacheKey KEY = new CacheKey("deb.example.org/debian/pool/main/a/apt/apt_2.6.1_amd64.deb");

    private static final Checksum SHA512 = new Checksum(DigestAlgorithm.SHA512, "ef".repeat(64));

    Catalog catalog;

    /** An empty one. */
    protected abstract Catalog create() throws IOException;

    @BeforeEach
    final void createCatalog() throws IOException {
        catalog = create();
    }

    @AfterEach
    final void closeCatalog() throws IOException {
        catalog.close();
    }

    @Test
    void findByDigest_underSeveralKeys_isTheLatestReceived() throws IOException {
        var early = response(new CacheKey("a.example/1"), 1, NOON);
        var late = response(new CacheKey("b.example/1"), 1, NOON.plusSeconds(2));
        catalog.put(late);
        catalog.put(early);
        catalog.put(response(KEY, 2, NOON.plusSeconds(9)));

        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(late);
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(late);

        catalog.put(response(KEY, 1, NOON.plusSeconds(3)));
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(response(KEY, 1, NOON.plusSeconds(3)));
        assertThat(catalog.findByDigest(digest(2), Optional.empty()))
                .as("replaced")
                .isEmpty();
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(response(KEY, 1, NOON.plusSeconds(3)));
        assertThat(catalog.findByDigest(digest(2), Optional.empty()))
                .as("replaced")
                .isEmpty();
        assertThat(catalog.findByDigest(digest(3), Optional.empty())).isEmpty();
    }

    @Test
    void findByDigest_removed_isGoneAtOnce() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.remove(response(KEY, 1, NOON));
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();

        catalog.put(response(KEY, 1, NOON));
        catalog.flush();
        catalog.remove(response(KEY, 1, NOON));

        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
    }

    @Test
    void findByDigest_storedForARequestWithCredentials_isNotFound() throws IOException {
        catalog.put(other(response(KEY, 1, NOON), 200, true));

        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
        assertThat(catalog.find(KEY)).containsExactly(other(response(KEY, 1, NOON), 200, true));

        catalog.put(response(KEY, 1, NOON));
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(response(KEY, 1, NOON));
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(response(KEY, 1, NOON));
    }

    @Test
    void findByDigest_gotWithCredentialsOfTheOperator_isForWhoMayUseThemAndHidesNothing() throws IOException {
        var free = response(KEY, 1, NOON);
        var members = response(new CacheKey("vendor@a.example/1"), 1, NOON.plusSeconds(1));
        var others = response(new CacheKey("other@a.example/1"), 1, NOON.plusSeconds(2));
        catalog.put(members);
        catalog.put(others);
        for (int i = 0; i < 2; i++) {
            assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
            assertThat(catalog.findByDigest(digest(1), Optional.of("vendor"))).contains(members);
            assertThat(catalog.findByDigest(digest(1), Optional.of("other"))).contains(others);
            catalog.flush();
        }

        catalog.put(free);
        for (int i = 0; i < 2; i++) {
            assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(free);
            assertThat(catalog.findByDigest(digest(1), Optional.of("vendor"))).contains(members);
            assertThat(catalog.findByDigest(digest(1), Optional.of("third"))).contains(free);
            catalog.flush();
        }
    }

    @Test
    void findByDigest_anotherStatus_isNotFound() throws IOException {
        catalog.put(other(response(KEY, 1, NOON), 404, false));

        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).isEmpty();
    }

    @Test
    void findByDigest_selectionsOfOneKey_isTheOneWithThatContent() throws IOException {
        catalog.put(varying("de", 1, NOON));
        catalog.put(varying("en", 2, NOON.plusSeconds(1)));
        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(varying("de", 1, NOON));

        catalog.flush();

        assertThat(catalog.findByDigest(digest(1), Optional.empty())).contains(varying("de", 1, NOON));
        assertThat(catalog.findByDigest(digest(2), Optional.empty())).contains(varying("en", 2, NOON.plusSeconds(1)));
    }

    @Test
    void findByDigest_thousandsOfKeys_findsOne() throws IOException {
        for (int i = 0; i < 3000; i++) {
            catalog.put(response(new CacheKey("deb.example.org/" + i), 1, NOON));
        }
        assertThat(catalog.findByDigest(digest(1), Optional.empty()))
                .map(StoredResponse::digest)
                .contains(digest(1));
        catalog.flush();
        assertThat(catalog.findByDigest(digest(1), Optional.empty()))
                .map(StoredResponse::digest)
                .contains(digest(1));
    }

    @Test
    void findByChecksum_noted_isTheContent() throws IOException {
        var sha512 = new Checksum(DigestAlgorithm.SHA512, "ab".repeat(64));
        var md5 = new Checksum(DigestAlgorithm.MD5, "cd".repeat(16));
        catalog.noteChecksum(sha512, digest(1));
        catalog.noteChecksum(md5, digest(2));

        for (int i = 0; i < 2; i++) {
            assertThat(catalog.findByChecksum(sha512)).contains(digest(1));
            assertThat(catalog.findByChecksum(md5)).contains(digest(2));
            assertThat(catalog.findByChecksum(new Checksum(DigestAlgorithm.MD5, "ce".repeat(16))))
                    .isEmpty();
            catalog.flush();
        }
    }

    @Test
    void findByChecksum_sha256_isTheContentItself() throws IOException {
        assertThat(catalog.findByChecksum(Checksum.of(digest(7)))).contains(digest(7));
    }

    @Test
    void noteChecksum_again_theLastHolds() throws IOException {
        var md5 = new Checksum(DigestAlgorithm.MD5, "cd".repeat(16));
        catalog.noteChecksum(md5, digest(1));
        catalog.flush();
        catalog.noteChecksum(md5, digest(2));

        assertThat(catalog.findByChecksum(md5)).contains(digest(2));
        catalog.flush();
        assertThat(catalog.findByChecksum(md5)).contains(digest(2));
    }

    // ---- checksums of what has gone

    @Test
    void remove_lastResponseWithAContent_forgetsItsChecksums() throws IOException {
        putWithChecksum();

        catalog.remove(response(KEY, 1, NOON));
        catalog.flush();

        assertThat(catalog.findByChecksum(SHA512)).isEmpty();
    }

    @Test
    void remove_contentIsUnderAnotherKeyToo_keepsItsChecksums() throws IOException {
        putWithChecksum();
        catalog.put(response(new CacheKey("b.example/1"), 1, NOON));
        catalog.flush();

        catalog.remove(response(KEY, 1, NOON));
        catalog.flush();

        assertThat(catalog.findByChecksum(SHA512)).contains(digest(1));
    }

    @Test
    void put_replacesTheLastResponseWithAContent_forgetsItsChecksums() throws IOException {
        putWithChecksum();

        catalog.put(response(KEY, 2, NOON));
        catalog.flush();

        assertThat(catalog.findByChecksum(SHA512)).isEmpty();
    }

    @Test
    void put_sameContentValidated_keepsItsChecksums() throws IOException {
        putWithChecksum();

        catalog.put(response(KEY, 1, NOON.plusSeconds(1)));
        catalog.flush();

        assertThat(catalog.findByChecksum(SHA512)).contains(digest(1));
    }

    private void putWithChecksum() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.noteChecksum(SHA512, digest(1));
        catalog.flush();
    }

    static StoredResponse other(StoredResponse response, int status, boolean authorized) {
        return new StoredResponse(
                response.key(),
                response.selecting(),
                status,
                response.fields(),
                response.digest(),
                response.size(),
                response.requestedAt(),
                response.receivedAt(),
                response.storedAt(),
                authorized);
    }

    static StoredResponse response(CacheKey key, int content, Instant receivedAt) {
        return selecting(key, "", content, receivedAt);
    }

    static StoredResponse varying(String language, int content, Instant receivedAt) {
        return selecting(KEY, language, content, receivedAt);
    }

    static StoredResponse selecting(CacheKey key, String language, int content, Instant receivedAt) {
        return new StoredResponse(
                key,
                language.isEmpty() ? Fields.EMPTY : Fields.of("Accept-Language", language),
                200,
                Fields.of("Content-Type", "application/vnd.debian.binary-package"),
                digest(content),
                content,
                receivedAt,
                receivedAt,
                NOON,
                false);
    }

    static Digest digest(int content) {
        return BlobStoreContract.digestOf(Integer.toString(content));
    }
}
