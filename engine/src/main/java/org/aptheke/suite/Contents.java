package org.aptheke.suite;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.repo.Expectation;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;

/**
 * Finds promised contents in the store, under whatever key they came: one copy serves all names. Safe for use by many
 * threads.
 */
public final class Contents {
    private final Catalog catalog;
    private final BlobSource blobs;
    private final InstantSource clock;

    public Contents(Catalog catalog, BlobSource blobs, InstantSource clock) {
        this.catalog = catalog;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * The stored response under that key with the promised content. What is stored under another key is entered under
     * this one too. What the key holds otherwise is not looked at: it is not what is promised.
     */
    public Optional<StoredResponse> find(CacheKey key, Expectation expectation) throws IOException {
        var digest = digest(expectation);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        var here = catalog.find(key).stream()
                .filter(stored -> stored.isFoundByContent() && fits(stored, digest.get(), expectation.size()))
                .findFirst();
        return here.isPresent() ? here : fromElsewhere(key, digest.get(), expectation);
    }

    private Optional<Digest> digest(Expectation expectation) throws IOException {
        var sha256 = expectation.sha256();
        return sha256.isPresent() ? sha256 : catalog.findByChecksum(expectation.strongest());
    }

    private static boolean fits(StoredResponse stored, Digest digest, OptionalLong size) {
        return stored.digest().equals(digest) && (size.isEmpty() || size.getAsLong() == stored.size());
    }

    private Optional<StoredResponse> fromElsewhere(CacheKey key, Digest digest, Expectation expectation)
            throws IOException {
        // What was got with the operator's credentials is for those alone who may use them, whatever it is asked as.
        var elsewhere = catalog.findByDigest(digest, key.credential())
                .filter(stored -> fits(stored, digest, expectation.size()))
                .map(stored -> stored.under(key));
        var found = elsewhere.isPresent() ? elsewhere : uncatalogued(key, digest, expectation.size());
        return found.isPresent() ? entered(found.get()) : found;
    }

    /** Enters what is in the store. It is held open meanwhile, so that a job does not remove it. */
    private Optional<StoredResponse> entered(StoredResponse found) throws IOException {
        var blob = blobs.open(found.digest(), found.size());
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try (var _ = blob.get()) {
            catalog.put(found);
        }
        return Optional.of(found);
    }

    /** A catalogue that was lost costs no bytes: the blob is found by its name, by those whom the store has it for. */
    private Optional<StoredResponse> uncatalogued(CacheKey key, Digest digest, OptionalLong size) throws IOException {
        if (size.isEmpty()) {
            return Optional.empty();
        }
        var holder = blobs.reservedFor(digest);
        if (holder.isPresent() && !holder.equals(key.credential())) {
            return Optional.empty();
        }
        var now = clock.instant();
        return Optional.of(new StoredResponse(
                key,
                Fields.EMPTY,
                200,
                Fields.of("Date", HttpDate.format(now)),
                digest,
                size.getAsLong(),
                now,
                now,
                now,
                false));
    }

    /** Whether the content is in the store; costs a look at the file. One that has lost it is forgotten. */
    public boolean has(CacheKey key, Expectation expectation) throws IOException {
        return readable(key, expectation).isPresent();
    }

    /** As {@link #find}, but not without its file. */
    Optional<StoredResponse> readable(CacheKey key, Expectation expectation) throws IOException {
        var stored = find(key, expectation);
        if (stored.isEmpty() || isReadable(stored.get().digest(), stored.get().size())) {
            return stored;
        }
        catalog.remove(stored.get());
        return Optional.empty();
    }

    boolean isReadable(Digest digest, long size) throws IOException {
        var blob = blobs.open(digest, size);
        if (blob.isPresent()) {
            blob.get().close();
        }
        return blob.isPresent();
    }

    /** The latest successful responses under a plain name. */
    List<StoredResponse> under(CacheKey key) throws IOException {
        return catalog.find(key).stream()
                .filter(stored -> stored.status() == 200)
                .toList();
    }
}
