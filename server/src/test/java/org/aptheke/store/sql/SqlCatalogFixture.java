package org.aptheke.store.sql;

import java.time.Instant;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.store.BlobStoreContract;

/** Responses for tests. */
final class SqlCatalogFixture {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private SqlCatalogFixture() {}

    static CacheKey key(int number) {
        return new CacheKey("deb.example.org/debian/pool/main/p/package-%d/package-%d_1.0_amd64.deb"
                .formatted(number % 1000, number));
    }

    /** Like one of a real archive. */
    static StoredResponse response(int number, int version) {
        return new StoredResponse(
                key(number),
                Fields.EMPTY,
                200,
                Fields.of(
                        "Content-Type",
                        "application/vnd.debian.binary-package",
                        "Last-Modified",
                        "Sat, 28 Feb 2026 09:12:44 GMT",
                        "ETag",
                        "\"1a2b3c-61f0a8b3c4d5e\"",
                        "Cache-Control",
                        "public, max-age=2592000"),
                digest(version),
                1_000_000 + version,
                NOON,
                NOON.plusMillis(version),
                NOON,
                false);
    }

    static Digest digest(int version) {
        return BlobStoreContract.digestOf("version " + version);
    }
}
