package org.aptheke.proxy;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.store.Catalog;

/** A catalogue whose every change voids the answers that memory holds for the key. */
public final class EpochCatalog implements Catalog {
    private final Catalog catalog;
    private final HotEpochs epochs;

    public EpochCatalog(Catalog catalog, HotEpochs epochs) {
        this.catalog = catalog;
        this.epochs = epochs;
    }

    @Override
    public List<StoredResponse> find(CacheKey key) throws IOException {
        return catalog.find(key);
    }

    @Override
    public Optional<StoredResponse> findByDigest(Digest content, Optional<String> credential) throws IOException {
        return catalog.findByDigest(content, credential);
    }

    @Override
    public Optional<Digest> findByChecksum(Checksum checksum) throws IOException {
        return catalog.findByChecksum(checksum);
    }

    @Override
    public void noteChecksum(Checksum checksum, Digest content) throws IOException {
        catalog.noteChecksum(checksum, content);
    }

    @Override
    public List<StoredPart> findParts(CacheKey key) throws IOException {
        return catalog.findParts(key);
    }

    @Override
    public void put(StoredResponse response) throws IOException {
        try {
            catalog.put(response);
        } finally {
            epochs.advance(response.key());
        }
    }

    @Override
    public void putPart(StoredPart part) throws IOException {
        catalog.putPart(part);
    }

    @Override
    public void remove(StoredResponse response) throws IOException {
        try {
            catalog.remove(response);
        } finally {
            epochs.advance(response.key());
        }
    }

    @Override
    public void removePart(StoredPart part) throws IOException {
        catalog.removePart(part);
    }

    @Override
    public List<StoredPart> parts() throws IOException {
        return catalog.parts();
    }

    @Override
    public void noteUses(Map<CacheKey, Uses> uses) throws IOException {
        catalog.noteUses(uses);
    }

    @Override
    public Collection<CacheKey> keys(String prefix, int limit) throws IOException {
        return catalog.keys(prefix, limit);
    }

    @Override
    public Collection<CacheKey> usedSince(String prefix, Instant since, int limit) throws IOException {
        return catalog.usedSince(prefix, since, limit);
    }

    @Override
    public void flush() throws IOException {
        catalog.flush();
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
