package org.aptheke.fetch;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Selection;
import org.aptheke.cache.StoredFields;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.store.BlobSink;
import org.aptheke.store.Catalog;
import org.aptheke.store.Deposit;

/**
 * The incomplete contents that later fetches go on from. A part is announced before its bytes are written, so that it
 * is found again after a crash, and one that a running fetch writes to is given to no other. Safe for use by many
 * threads.
 */
final class Parts {
    private final Catalog catalog;
    private final BlobSink sink;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();

    Parts(Catalog catalog, BlobSink sink) {
        this.catalog = catalog;
        this.sink = sink;
    }

    /** A part taken for continuation, with the file open behind its last byte. */
    record Taken(StoredPart part, Deposit deposit) {}

    /** Takes a part that begins at {@code first} and can be continued, if there is one. */
    Optional<Taken> take(CacheKey key, Request request, long first) throws IOException {
        return take(
                key,
                part -> part.first() == first && Selection.matches(part, request) && PartReuse.isContinuable(part),
                Set.of());
    }

    /** Takes a beginning of a content that is checked in the end: any may be continued, whatever it was selected by. */
    Optional<Taken> takeToCheck(CacheKey key, OptionalLong size, Set<DigestAlgorithm> also) throws IOException {
        return take(key, part -> part.first() == 0 && mayBeOf(part, size), also);
    }

    private static boolean mayBeOf(StoredPart part, OptionalLong size) {
        var complete = part.completeLength();
        return size.isEmpty() || complete.isEmpty() || complete.equals(size);
    }

    private Optional<Taken> take(CacheKey key, Predicate<StoredPart> wanted, Set<DigestAlgorithm> also)
            throws IOException {
        for (var part : catalog.findParts(key)) {
            if (wanted.test(part) && inUse.add(part.partial())) {
                var taken = open(part, also);
                if (taken.isPresent()) {
                    return taken;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Taken> open(StoredPart part, Set<DigestAlgorithm> also) throws IOException {
        try {
            var deposit = sink.resume(part.partial(), part.first(), part.completeLength(), also);
            if (deposit.isPresent()) {
                return Optional.of(new Taken(part, deposit.get()));
            }
            catalog.removePart(part);
        } catch (IOException e) {
            release(part.partial());
            throw e;
        }
        release(part.partial());
        return Optional.empty();
    }

    /** Makes known what is about to be written. A smaller part under the same key gives way, also its file. */
    Optional<StoredPart> announce(
            CacheKey key,
            Request request,
            Fields fields,
            Deposit deposit,
            OptionalLong completeLength,
            Instant requestedAt,
            Instant receivedAt)
            throws IOException {
        var selecting = Selection.of(fields, request.fields());
        if (selecting.isEmpty()) {
            return Optional.empty();
        }
        var part = new StoredPart(
                key,
                selecting.get(),
                StoredFields.of(fields),
                deposit.partial(),
                deposit.first(),
                deposit.end(),
                completeLength,
                requestedAt,
                receivedAt);
        inUse.add(part.partial());
        replace(part);
        return Optional.of(part);
    }

    private void replace(StoredPart part) throws IOException {
        for (var older : catalog.findParts(part.key())) {
            if (older.selecting().equals(part.selecting())
                    && !older.partial().equals(part.partial())
                    && !inUse.contains(older.partial())) {
                sink.discardPartial(older.partial());
            }
        }
        catalog.putPart(part);
    }

    /** Keeps what came so far for a later fetch. */
    void keep(StoredPart announced, Deposit deposit) throws IOException {
        deposit.keep();
        var part = new StoredPart(
                announced.key(),
                announced.selecting(),
                announced.fields(),
                announced.partial(),
                announced.first(),
                deposit.end(),
                announced.completeLength(),
                announced.requestedAt(),
                announced.receivedAt());
        var rival = catalog.findParts(part.key()).stream()
                .filter(other -> other.selecting().equals(part.selecting())
                        && !other.partial().equals(part.partial()))
                .max(Comparator.comparingLong(Parts::bytes));
        if (rival.isPresent() && bytes(rival.get()) > bytes(part)) {
            sink.discardPartial(part.partial());
        } else {
            replace(part);
        }
    }

    private static long bytes(StoredPart part) {
        return part.end() - part.first();
    }

    /** The part is of no use any more: complete, or changed at the origin. */
    void forget(StoredPart part) throws IOException {
        for (var listed : catalog.findParts(part.key())) {
            if (listed.partial().equals(part.partial())) {
                catalog.removePart(listed);
            }
        }
    }

    /** The fetch that used it has ended. */
    void release(String partial) {
        inUse.remove(partial);
    }
}
