package org.aptheke.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.Selection;
import org.aptheke.cache.StoredFields;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.ContentRange;
import org.aptheke.http.Fields;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;

/**
 * Files what a fetch has brought: as a stored response, or as a part to go on from. That the store fails is an event,
 * and no failure of the fetch. Used by one thread.
 */
final class Filing {
    /** Contents from this size on are announced, so that a crash does not lose what came of them. */
    private static final long ANNOUNCED_BYTES = 1 << 20;

    private final Errand errand;
    private final Parts parts;

    Filing(Errand errand) {
        this.errand = errand;
        this.parts = errand.tools().parts();
    }

    /** Makes a whole known that is about to be written, if it is worth that. */
    @Nullable
    StoredPart announce(FetchHead head, @Nullable Deposit deposit, OptionalLong length) {
        return deposit == null || length.orElse(0) < ANNOUNCED_BYTES ? null : announcePart(head, deposit, length);
    }

    /** Makes known what is about to be written. */
    @Nullable
    StoredPart announcePart(FetchHead head, Deposit deposit, OptionalLong completeLength) {
        try {
            return parts.announce(
                            errand.plan().key(),
                            errand.plan().request(),
                            withoutRange(head.fields()),
                            deposit,
                            completeLength,
                            head.requestedAt(),
                            head.receivedAt())
                    .orElse(null);
        } catch (IOException e) {
            errand.storeTrouble(e);
            return null;
        }
    }

    /** Files the whole; empty when it is not stored. */
    Optional<StoredResponse> storeWhole(FetchHead head, Intake intake, @Nullable StoredPart part) {
        // The connection to the origin is given back: another fetch may have it while this one waits for the disk.
        errand.slot().giveBackEarly();
        return file(intake, part, deposit -> commit(head.status(), head, deposit, part));
    }

    /** Files a range: it may have made a part whole. */
    void storePart(FetchHead head, Intake intake, @Nullable StoredPart part, ContentRange.Part range) {
        if (part != null) {
            file(intake, part, deposit -> {
                if (deposit.first() == 0 && OptionalLong.of(deposit.end()).equals(range.completeLength())) {
                    return commit(200, head, deposit, part);
                }
                parts.keep(part, deposit);
                return Optional.empty();
            });
        }
    }

    /** Keeps what came so far for a later fetch. */
    void keep(Intake intake, @Nullable StoredPart part) {
        if (part != null) {
            file(intake, part, deposit -> {
                parts.keep(part, deposit);
                return Optional.empty();
            });
        }
    }

    /** What is done with a deposit in the end. */
    private interface Deed {
        Optional<StoredResponse> with(Deposit deposit) throws IOException;
    }

    /** The part has then been filed too; it is void when the store has failed, now or on the way. */
    private Optional<StoredResponse> file(Intake intake, @Nullable StoredPart part, Deed deed) {
        var deposit = intake.deposit();
        try {
            if (deposit.isPresent()) {
                var stored = deed.with(deposit.get());
                release(part);
                return stored;
            }
        } catch (IOException e) {
            errand.storeTrouble(e);
        }
        drop(part);
        return Optional.empty();
    }

    private Optional<StoredResponse> commit(int status, FetchHead head, Deposit deposit, @Nullable StoredPart part)
            throws IOException {
        var request = errand.plan().request();
        var selecting = Selection.of(head.fields(), request.fields());
        if (selecting.isEmpty()) {
            return Optional.empty(); // Vary: * is not storable; said again because what is stored must have a selection
        }
        var holder = errand.plan().holder();
        var blob = holder.isPresent() ? deposit.commitFor(holder.get()) : deposit.commit();
        var response = new StoredResponse(
                errand.plan().key(),
                selecting.get(),
                status,
                StoredFields.of(head.fields()),
                blob.digest(),
                blob.size(),
                head.requestedAt(),
                head.receivedAt(),
                head.receivedAt(),
                request.fields().contains("Authorization"));
        errand.tools().catalog().put(response);
        if (part != null) {
            parts.forget(part);
        }
        return Optional.of(response);
    }

    /** What came of the part is of no use, and its file goes. */
    void drop(@Nullable StoredPart part) {
        if (part == null) {
            return;
        }
        try {
            parts.forget(part);
        } catch (IOException e) {
            errand.storeTrouble(e);
        } finally {
            release(part);
        }
    }

    private void release(@Nullable StoredPart part) {
        if (part != null) {
            parts.release(part.partial());
        }
    }

    static Fields withoutRange(Fields fields) {
        return fields.without("Content-Range").without("Content-Length");
    }
}
