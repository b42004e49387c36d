package org.aptheke.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Ledger;
import org.aptheke.store.BlobRemover;
import org.aptheke.store.ContentCensus.NamedContent;

/**
 * The one way in which contents leave the store: docs/jobs.md, "Taking things out". A crash at any point leaves no row
 * without its blob; what it can leave is a blob without a row, which scrub counts and expire removes like any other. Used
 * by one thread at a time.
 */
final class Removal {
    private static final String USED_AGAIN = "used again meanwhile";
    private static final String HELD = "being read or written just now";
    private static final String PINNED = "pinned meanwhile";

    private final HouseParts parts;
    private final Ledger ledger;

    Removal(HouseParts parts, Ledger ledger) {
        this.parts = parts;
        this.ledger = ledger;
    }

    /** Says why a content is to stay after all, although it was not used; empty when it may go. */
    interface Objection {
        Optional<String> to(Doomed doomed, List<NamedContent> rows) throws IOException;
    }

    /** How contents go. */
    enum Manner {
        /** Not while somebody reads them. */
        UNREAD,
        /** Also while somebody reads them, who can read on. */
        ANY,
        /** They are damaged: at once, also when they are used, and put aside. */
        QUARANTINE
    }

    /** A content on its way out. */
    private record Going(Doomed doomed, BlobRemover.Leaving leaving, List<NamedContent> rows) {}

    /** Removes those that may go; returns the bytes that are free now. */
    long remove(List<Doomed> batch, Manner manner, Objection objection) throws IOException {
        parts.catalog().flush();
        var going = new ArrayList<Going>();
        try {
            for (var doomed : batch) {
                announce(doomed, manner, objection).ifPresent(going::add);
            }
            for (var each : going) {
                for (var row : each.rows()) {
                    parts.catalog().remove(row.response());
                }
            }
            parts.catalog().flush();
            long freed = 0;
            for (var each : going) {
                freed += finish(each, manner);
            }
            dropLateRows(going);
            return freed;
        } finally {
            going.forEach(each -> each.leaving().close());
        }
    }

    private Optional<Going> announce(Doomed doomed, Manner manner, Objection objection) throws IOException {
        if (doomed.digest().equals(Digest.EMPTY)) {
            return skipped(doomed, "no content at all");
        }
        var leaving = parts.remover().announce(doomed.digest(), manner != Manner.UNREAD);
        if (leaving.isEmpty()) {
            return skipped(doomed, HELD);
        }
        boolean goes = false;
        try {
            var rows = parts.contents().named(doomed.digest());
            var why = manner == Manner.QUARANTINE ? Optional.<String>empty() : objection(doomed, rows, objection);
            goes = why.isEmpty();
            return goes ? Optional.of(new Going(doomed, leaving.get(), rows)) : skipped(doomed, why.orElseThrow());
        } finally {
            if (!goes) {
                leaving.get().close();
            }
        }
    }

    private Optional<String> objection(Doomed doomed, List<NamedContent> rows, Objection objection) throws IOException {
        if (rows.stream().anyMatch(row -> row.use().lastMillis() > doomed.lastUse())) {
            return Optional.of(USED_AGAIN);
        }
        if (parts.pins().isPinned(doomed.digest())) {
            return Optional.of(PINNED);
        }
        return objection.to(doomed, rows);
    }

    private Optional<Going> skipped(Doomed doomed, String why) {
        ledger.skipped(why, doomed.size());
        return Optional.empty();
    }

    private long finish(Going going, Manner manner) throws IOException {
        var doomed = going.doomed();
        boolean enteredAgain =
                manner != Manner.QUARANTINE && !entered(doomed.digest()).isEmpty();
        if (enteredAgain) {
            ledger.skipped(USED_AGAIN, doomed.size());
            return 0;
        }
        try {
            boolean gone = manner == Manner.QUARANTINE
                    ? going.leaving().quarantine()
                    : going.leaving().remove();
            if (!gone) {
                ledger.skipped(USED_AGAIN, doomed.size());
                return 0;
            }
        } catch (IOException e) {
            ledger.failed("cannot be removed", doomed.digest() + ": " + e.getMessage(), doomed.size());
            return 0;
        }
        ledger.done(doomed.reason(), doomed.size());
        return doomed.size();
    }

    /** Whoever has entered a content in the moment before its file went must not leave a row without it. */
    private void dropLateRows(List<Going> going) throws IOException {
        for (var each : going) {
            var late = entered(each.doomed().digest());
            if (!late.isEmpty() && !parts.blobs().has(each.doomed().digest())) {
                for (var row : late) {
                    parts.catalog().remove(row);
                }
            }
        }
    }

    /** The rows with that content, for whomever they are; also one that is not written yet. */
    private List<StoredResponse> entered(Digest digest) throws IOException {
        var rows = new ArrayList<StoredResponse>();
        parts.contents().named(digest).forEach(named -> rows.add(named.response()));
        parts.catalog()
                .findByDigest(digest, Optional.empty())
                .filter(row -> !rows.contains(row))
                .ifPresent(rows::add);
        return rows;
    }
}
