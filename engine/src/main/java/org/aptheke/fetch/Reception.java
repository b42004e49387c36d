package org.aptheke.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Reuse;
import org.aptheke.cache.Storability;
import org.aptheke.cache.StoredPart;
import org.aptheke.http.ContentRange;
import org.aptheke.http.Fields;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.OriginResponse;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;

/**
 * Takes one response in: to the store and the readers, going on after breaks until it is whole. Used by one thread,
 * once.
 *
 * <p>After a break the rest is asked for with {@code Range} and {@code If-Range}. An origin that answers with the whole
 * again, or whose response has no strong validator, must first repeat the bytes that came before: their digest decides.
 * What does not fit was changed in between; readers that have seen some of it are then cut off, so that no client ever
 * gets a mixture, and the others get the new content from its start.
 */
final class Reception {
    private final Errand errand;
    private final FetchPlan plan;
    private final FetchTools tools;
    private final Transfer transfer;
    private final Filing filing;
    private final Copying copying;
    private boolean repeated;

    Reception(Errand errand) {
        this.errand = errand;
        this.plan = errand.plan();
        this.tools = errand.tools();
        this.transfer = errand.transfer();
        this.filing = new Filing(errand);
        this.copying = new Copying(errand);
    }

    void receiveWhole(Errand.Answered first, int status) throws IOException, InterruptedException {
        var answered = first;
        while (true) {
            var verdict = verdict(answered, status);
            var length = plan.purpose() instanceof FetchPlan.Purpose.Inspect || status == 304
                    ? OptionalLong.of(0)
                    : answered.response().length();
            var deposit = verdict.storable() ? errand.openDeposit(0, length, Set.of()) : null;
            var head = head(answered, status, 0, length, deposit != null, verdict);
            try (var intake = Intake.of(transfer, deposit, 0, errand::storeTrouble)) {
                begin(answered.response(), head, deposit, 0);
                var part = announce(head, deposit, length);
                if (copyAll(answered.response(), head, intake, end(0, length), part)) {
                    filing.storeWhole(head, intake, part);
                    return;
                }
                filing.drop(part);
            }
            answered = errand.ask(plan.unconditional(Fields.EMPTY));
            if (answered.response().status() != status) {
                throw unexpected(answered.response());
            }
        }
    }

    /** An error does not take the place of what outlives it. */
    private Storability.Verdict verdict(Errand.Answered answered, int status) {
        return plan.validated().filter(stored -> Reuse.outlives(stored, status)).isPresent()
                ? Storability.Verdict.not("what is stored outlives it")
                : Storability.judge(plan.request(), status, answered.response().fields());
    }

    void continueWhole(Errand.Answered answered, StoredPart part, Deposit deposit)
            throws IOException, InterruptedException {
        var complete = completeLength(answered.response());
        var verdict = Storability.judge(plan.request(), 200, part.fields());
        var head = new FetchHead(
                200,
                PartReuse.combined(part, answered.response().fields(), answered.receivedAt()),
                0,
                complete,
                true,
                verdict.storable(),
                plan.request(),
                answered.response().peer(),
                answered.requestedAt(),
                answered.receivedAt());
        try (var intake = Intake.of(transfer, deposit, 0, errand::storeTrouble)) {
            begin(answered.response(), head, deposit, deposit.end());
            if (copyAll(answered.response(), head, intake, complete, part)) {
                filing.storeWhole(head, intake, part);
            } else {
                throw new IOException(url() + ": broke off and was changed before it could be continued");
            }
        }
    }

    void receiveRange(Errand.Answered answered) throws IOException, InterruptedException {
        var response = answered.response();
        if (!(ContentRange.of(response.fields()).orElse(null) instanceof ContentRange.Part range)) {
            response.close();
            throw new MalformedResponseException(url() + ": answered 206 without a usable Content-Range");
        }
        long first = range.first();
        long end = range.end();
        var length = OptionalLong.of(end - first);
        if (response.length().isPresent() && response.length().getAsLong() != end - first) {
            response.close();
            throw new MalformedResponseException(url() + ": Content-Range "
                    + response.fields().first("Content-Range").orElse("") + " with a content of "
                    + response.length().getAsLong() + " bytes");
        }
        var verdict = Storability.judgePart(plan.request(), response.fields());
        var deposit = verdict.storable() ? depositFor(range, response) : null;
        var head = head(answered, 206, first, length, deposit != null, verdict);
        try (var intake = Intake.of(transfer, deposit, first, errand::storeTrouble)) {
            begin(response, head, deposit, first);
            var part = deposit == null ? null : filing.announcePart(head, deposit, range.completeLength());
            if (copyAll(response, head, intake, OptionalLong.of(end), part)) {
                filing.storePart(head, intake, part, range);
            }
        }
    }

    /** Shows the header section; the response is closed when there is no file to show the content in. */
    private void begin(OriginResponse response, FetchHead head, @Nullable Deposit deposit, long endSoFar)
            throws IOException {
        boolean begun = false;
        try {
            transfer.begin(head, deposit == null ? null : deposit.reader(), endSoFar, 0);
            begun = true;
        } finally {
            if (!begun) {
                response.close();
            }
        }
    }

    /** Appends to a stored part that ends where the range begins (RFC 9111, 3.4), or begins a new one. */
    private @Nullable Deposit depositFor(ContentRange.Part range, OriginResponse response) {
        try {
            var kept = range.first() == 0 ? Optional.<Deposit>empty() : keptFor(range, response);
            if (kept.isPresent()) {
                return kept.get();
            }
        } catch (IOException e) {
            errand.storeTrouble(e);
        }
        return errand.openDeposit(range.first(), range.completeLength(), Set.of());
    }

    private Optional<Deposit> keptFor(ContentRange.Part range, OriginResponse response) throws IOException {
        var kept = tools.parts().take(plan.key(), plan.request(), 0);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        var part = kept.get().part();
        var deposit = kept.get().deposit();
        if (deposit.end() == range.first()
                && PartReuse.continuing(part, range.first(), 206, response.fields())
                        == PartReuse.Continuation.APPENDS) {
            return Optional.of(deposit);
        }
        try (deposit) {
            deposit.keep();
        } finally {
            tools.parts().release(part.partial());
        }
        return Optional.empty();
    }

    private FetchHead head(
            Errand.Answered answered,
            int status,
            long first,
            OptionalLong length,
            boolean stored,
            Storability.Verdict verdict) {
        var response = answered.response();
        // A 206 that is all of it becomes a 200, in which a range has no place.
        boolean becomesWhole = status == 200 && response.status() == 206;
        return new FetchHead(
                status,
                becomesWhole ? Filing.withoutRange(response.fields()) : response.fields(),
                first,
                length,
                stored,
                Retrieval.isShareable(plan, response, verdict),
                plan.request(),
                response.peer(),
                answered.requestedAt(),
                answered.receivedAt(),
                response.interims());
    }

    /** A whole that cannot be told from another is not gone on with. */
    private @Nullable StoredPart announce(FetchHead head, @Nullable Deposit deposit, OptionalLong length) {
        boolean continuable = head.status() == 200
                && PartReuse.strongValidator(head.fields(), head.receivedAt()).isPresent();
        return continuable ? filing.announce(head, deposit, length) : null;
    }

    /**
     * Copies until all is there.
     *
     * @return false when it must begin again from nothing, which no reader will notice
     */
    private boolean copyAll(
            OriginResponse first, FetchHead head, Intake intake, OptionalLong end, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        var response = first;
        int failures = 0;
        while (true) {
            long before = intake.end();
            try (var current = response) {
                copying.copy(current, intake, end);
                transfer.complete();
                return true;
            } catch (Errand.AbandonedException e) {
                filing.keep(intake, part);
                throw e;
            } catch (InterruptedException e) {
                filing.keep(intake, part);
                throw e;
            } catch (IOException e) {
                failures = intake.end() > before ? 1 : failures + 1;
                tools.originTrouble(url(), head.peer(), e);
                if (failures > tools.limits().retries()) {
                    filing.keep(intake, part);
                    throw e;
                }
            }
            errand.pauseAfter(failures);
            if (isCheapToRepeat(intake) && transfer.takeBack()) {
                return false;
            }
            try {
                response = goOn(head, intake, end, part);
            } catch (ChangedException e) {
                if (transfer.takeBack()) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** Once: an origin that cuts every answer short gives the rest only when asked for that. */
    private boolean isCheapToRepeat(Intake intake) {
        boolean first = !repeated;
        repeated = true;
        return first && intake.end() <= tools.limits().smallBytes();
    }

    /** Asks for what is missing; the response stands exactly behind what was taken. */
    private OriginResponse goOn(FetchHead head, Intake intake, OptionalLong end, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        var taken = taken(head, intake, end);
        var range = PartReuse.isContinuable(taken) ? range(taken, head, end) : Fields.EMPTY;
        IOException failure = new IOException(url() + ": cannot go on");
        for (int attempt = 1; attempt <= tools.limits().retries(); attempt++) {
            try {
                var response = errand.ask(plan.unconditional(range)).response();
                if (PartReuse.continuing(taken, taken.end(), response.status(), response.fields())
                        == PartReuse.Continuation.APPENDS) {
                    return response;
                }
                if (response.status() < 500) {
                    return repeated(response, head, intake, part);
                }
                failure = unexpected(response);
            } catch (ChangedException e) {
                throw e;
            } catch (IOException e) {
                tools.originTrouble(url(), head.peer(), e);
                failure = e;
            }
            if (errand.stopping().getAsBoolean() || transfer.abandon()) {
                break;
            }
            errand.pauseAfter(attempt);
        }
        filing.keep(intake, part);
        throw failure;
    }

    /** What was taken, in the shape that the rules of continuation judge. */
    private StoredPart taken(FetchHead head, Intake intake, OptionalLong end) {
        return new StoredPart(
                plan.key(),
                Fields.EMPTY,
                head.fields(),
                "",
                head.first(),
                intake.end(),
                head.status() == 200 ? end : OptionalLong.empty(),
                head.requestedAt(),
                head.receivedAt());
    }

    /** All that follows; of a range that the client asked for, no more than that. */
    private static Fields range(StoredPart taken, FetchHead head, OptionalLong end) {
        var rest = PartReuse.continuation(taken, taken.end());
        return head.status() == 206 && end.isPresent()
                ? rest.with("Range", "bytes=" + taken.end() + "-" + (end.getAsLong() - 1))
                : rest;
    }

    /** The origin sends the whole again: it is of use when it begins with the very bytes that came before. */
    private OriginResponse repeated(OriginResponse response, FetchHead head, Intake intake, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        var digester = intake.digester();
        boolean comparable = response.status() == 200 && head.first() == 0 && digester.isPresent();
        boolean same = false;
        try {
            same = comparable && copying.repeats(response, intake.end(), digester.get());
        } finally {
            if (!same) {
                response.close();
            }
        }
        if (same) {
            return response;
        }
        if (part != null) {
            tools.parts().forget(part);
        }
        throw new ChangedException(url() + ": broke off after " + intake.end()
                + " bytes, and was changed before it could be continued (now " + response.status() + ")");
    }

    private static OptionalLong end(long first, OptionalLong length) {
        return length.isPresent() ? OptionalLong.of(first + length.getAsLong()) : OptionalLong.empty();
    }

    private static OptionalLong completeLength(OriginResponse response) {
        return ContentRange.of(response.fields()).orElse(null) instanceof ContentRange.Part part
                ? part.completeLength()
                : OptionalLong.empty();
    }

    private IOException unexpected(OriginResponse response) throws IOException {
        int status = response.status();
        response.close();
        return new IOException(url() + ": broke off, and was answered with " + status + " when asked for again");
    }

    private String url() {
        return errand.url();
    }

    /** The content at the origin is another than the one that was begun. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;

        ChangedException(String message) {
            super(message);
        }
    }
}
