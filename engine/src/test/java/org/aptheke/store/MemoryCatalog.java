package org.aptheke.store;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;

/** A catalogue that forgets all when it is closed. Safe for use by many threads. */
public final class MemoryCatalog implements Catalog {
    private final Map<Slot, StoredResponse> responses = new HashMap<>();
    private final Map<Slot, StoredPart> parts = new HashMap<>();
    private final Map<CacheKey, Uses> uses = new HashMap<>();
    private final Map<Checksum, Digest> contents = new HashMap<>();
    private boolean closed;

    private record Slot(CacheKey key, Fields selecting) {}

    @Override
    public synchronized List<StoredResponse> find(CacheKey key) {
        return responses.values().stream()
                .filter(response -> response.key().equals(key))
                .sorted(Comparator.comparing(StoredResponse::receivedAt).reversed())
                .toList();
    }

    @Override
    public synchronized Optional<StoredResponse> findByDigest(Digest content, Optional<String> credential) {
        return responses.values().stream()
                .filter(response -> response.digest().equals(content) && response.isFoundByContent())
                .filter(response -> response.key().isOpenTo(credential))
                .max(Comparator.comparing(StoredResponse::receivedAt));
    }

    @Override
    public synchronized Optional<Digest> findByChecksum(Checksum checksum) {
        return checksum.algorithm() == DigestAlgorithm.SHA256
                ? Optional.of(Digest.ofHex(checksum.hex()))
                : Optional.ofNullable(contents.get(checksum));
    }

    @Override
    public synchronized void noteChecksum(Checksum checksum, Digest content) throws IOException {
        requireOpen();
        contents.put(checksum, content);
    }

    @Override
    public synchronized List<StoredPart> findParts(CacheKey key) {
        return parts.values().stream()
                .filter(part -> part.key().equals(key))
                .sorted(Comparator.comparing(StoredPart::receivedAt).reversed())
                .toList();
    }

    @Override
    public synchronized void put(StoredResponse response) throws IOException {
        requireOpen();
        requireLines(response.fields());
        var before = responses.put(
                new Slot(response.key(), response.selecting()),
                new StoredResponse(
                        response.key(),
                        response.selecting(),
                        response.status(),
                        response.fields(),
                        response.digest(),
                        response.size(),
                        response.requestedAt().truncatedTo(MILLIS),
                        response.receivedAt().truncatedTo(MILLIS),
                        response.storedAt().truncatedTo(MILLIS),
                        response.authorized()));
        if (before != null) {
            forgetIfGone(before.digest());
        }
    }

    @Override
    public synchronized void putPart(StoredPart part) throws IOException {
        requireOpen();
        requireLines(part.fields());
        parts.put(
                new Slot(part.key(), part.selecting()),
                new StoredPart(
                        part.key(),
                        part.selecting(),
                        part.fields(),
                        part.partial(),
                        part.first(),
                        part.end(),
                        part.completeLength(),
                        part.requestedAt().truncatedTo(MILLIS),
                        part.receivedAt().truncatedTo(MILLIS)));
    }

    @Override
    public synchronized void remove(StoredResponse response) throws IOException {
        requireOpen();
        responses.computeIfPresent(
                new Slot(response.key(), response.selecting()),
                (slot, held) -> held.digest().equals(response.digest()) ? null : held);
        forgetIfGone(response.digest());
    }

    private void forgetIfGone(Digest content) {
        if (responses.values().stream().noneMatch(held -> held.digest().equals(content))) {
            contents.values().removeIf(content::equals);
        }
    }

    @Override
    public synchronized void removePart(StoredPart part) throws IOException {
        requireOpen();
        parts.computeIfPresent(
                new Slot(part.key(), part.selecting()),
                (slot, held) -> held.partial().equals(part.partial()) ? null : held);
    }

    @Override
    public synchronized List<StoredPart> parts() {
        return List.copyOf(parts.values());
    }

    @Override
    public synchronized void noteUses(Map<CacheKey, Uses> noted) throws IOException {
        requireOpen();
        noted.forEach((key, more) -> uses.merge(
                key,
                more,
                (a, b) -> new Uses(a.count() + b.count(), a.last().isAfter(b.last()) ? a.last() : b.last())));
    }

    /** What was noted so far. */
    public synchronized Map<CacheKey, Uses> uses() {
        return Map.copyOf(uses);
    }

    @Override
    public synchronized Collection<CacheKey> keys(String prefix, int limit) {
        return responses.keySet().stream()
                .map(slot -> slot.key().text())
                .filter(text -> text.startsWith(prefix))
                .distinct()
                .sorted()
                .limit(limit)
                .map(CacheKey::new)
                .toList();
    }

    @Override
    public synchronized Collection<CacheKey> usedSince(String prefix, Instant since, int limit) {
        return responses.entrySet().stream()
                .filter(entry -> entry.getKey().key().text().startsWith(prefix))
                .filter(entry -> {
                    var noted = uses.get(entry.getKey().key());
                    var last = noted == null ? entry.getValue().storedAt() : noted.last();
                    return !last.isBefore(since);
                })
                .map(entry -> entry.getKey().key().text())
                .distinct()
                .sorted()
                .limit(limit)
                .map(CacheKey::new)
                .toList();
    }

    @Override
    public synchronized void flush() throws IOException {
        requireOpen();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private static void requireLines(Fields fields) {
        for (var field : fields) {
            if ((field.name() + field.value()).chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new IllegalArgumentException("not a field: " + field.name());
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the catalogue is closed");
        }
    }
}
