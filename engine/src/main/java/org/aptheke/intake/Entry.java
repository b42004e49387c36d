package org.aptheke.intake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.aptheke.store.Deposit;

/** Enters files into the store and the catalogue. Safe for use by many threads. */
record Entry(IntakeParts parts, boolean mayShare) {
    /** Whoever still writes a file has done so lately, and may have it open: it is copied. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Begins as no host can: clients cannot ask for it. */
    private static final String BY_DIGEST = "(import)/by-hash/SHA256/";

    /** What became of a file. */
    enum Entered {
        ALREADY_THERE,
        /** Its bytes were there, not its names. */
        NAMED,
        SHARED,
        COPIED
    }

    /** What a content that no index names yet is entered under. */
    static CacheKey keyOf(Digest content) {
        return new CacheKey(BY_DIGEST + content.toHex());
    }

    /**
     * Enters a file under these keys.
     *
     * @param also algorithms whose checksums are noted, so that an index that has no others finds it
     * @throws IOException when it cannot be taken, or is no longer what it was
     */
    Entered enter(SourceFile file, Digest digest, Collection<CacheKey> keys, Set<DigestAlgorithm> also)
            throws IOException {
        var here = parts.blobs().open(digest, file.size());
        if (here.isPresent()) {
            // Held open meanwhile, so that no job removes it.
            try (var _ = here.get()) {
                return putRows(file, digest, keys) == 0 ? Entered.ALREADY_THERE : Entered.NAMED;
            }
        }
        boolean quiet = file.modified().plus(QUIET).isBefore(parts.clock().instant());
        var taken = parts.store().take(file.path(), mayShare && quiet, also);
        try (var deposit = taken.deposit()) {
            requireSame(file, digest, deposit);
            var sums = deposit.digester().checksums();
            deposit.commit();
            putRows(file, digest, keys);
            for (var sum : sums) {
                note(sum, digest);
            }
        }
        return taken.shared() ? Entered.SHARED : Entered.COPIED;
    }

    private void note(Checksum sum, Digest digest) throws IOException {
        if (sum.algorithm() != DigestAlgorithm.SHA256) {
            parts.catalog().noteChecksum(sum, digest);
        }
    }

    private static void requireSame(SourceFile file, Digest digest, Deposit deposit) throws IOException {
        if (deposit.end() != file.size() || !deposit.digester().current().equals(digest)) {
            throw new IOException("it changes while it is read");
        }
    }

    /** Returns how many were not there. */
    private int putRows(SourceFile file, Digest digest, Collection<CacheKey> keys) throws IOException {
        var missing = new ArrayList<CacheKey>();
        for (var key : keys) {
            boolean there = parts.catalog().find(key).stream()
                    .anyMatch(stored -> stored.digest().equals(digest) && stored.isFoundByContent());
            if (!there) {
                missing.add(key);
            }
        }
        for (var key : missing) {
            parts.catalog().put(row(file, digest, key));
        }
        return missing.size();
    }

    /** What is entered for a file under a key. Received when its source got it; stored here now. */
    StoredResponse row(SourceFile file, Digest digest, CacheKey key) {
        var now = parts.clock().instant();
        Instant received = file.modified().isAfter(now) ? now : file.modified();
        return new StoredResponse(
                key, Fields.EMPTY, 200, file.fields(), digest, file.size(), received, received, now, false);
    }

    static List<CacheKey> keys(Collection<Candidate.Name> names) {
        return names.stream().map(Candidate.Name::key).toList();
    }
}
