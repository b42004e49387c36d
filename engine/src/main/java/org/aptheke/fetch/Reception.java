package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Selection;
import org.aptheke.cache.Storability;
import org.aptheke.cache.StoredFields;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
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
    /** Contents from this size on are announced, so that a crash does not lose what came of them. */
    private static final long ANNOUNCED_BYTES = 1 << 20;

    private final Fetch fetch;
    private final FetchPlan plan;
    private final FetchTools tools;
    private final Transfer transfer;
    private boolean repeated;

    Reception(Fetch fetch, FetchPlan plan, FetchTools tools, Transfer transfer) {
        this.fetch = fetch;
        this.plan = plan;
        this.tools = tools;
        this.transfer = transfer;
    }

    void receiveWhole(Fetch.Answered first, int status) throws IOException, InterruptedException {
        var answered = first;
        while (true) {
            var verdict = Storability.judge(
                    plan.request(), status, answered.response().fields());
            var length = plan.purpose() instanceof FetchPlan.Purpose.Inspect || status == 304
                    ? OptionalLong.of(0)
                    : answered.response().length();
            var deposit = verdict.storable() ? Fetch.openDeposit(tools, plan, 0, length) : null;
            var head = head(answered, status, 0, length, deposit != null, verdict);
            try (var intake = new Intake(transfer, deposit, 0, cause -> tools.storeTrouble(url(), cause))) {
                transfer.begin(head, deposit == null ? null : deposit.reader(), 0);
                var part = announce(head, deposit, length);
                if (copyAll(answered.response(), head, intake, end(0, length), part)) {
                    storeWhole(head, intake, part);
                    return;
                }
            }
            answered = fetch.ask(plan.unconditional(Fields.EMPTY));
            if (answered.response().status() != status) {
                throw unexpected(answered.response());
            }
        }
    }

    void continueWhole(Fetch.Answered answered, StoredPart part, Deposit deposit)
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
        try (var intake = new Intake(transfer, deposit, 0, cause -> tools.storeTrouble(url(), cause))) {
            transfer.begin(head, deposit.reader(), deposit.end());
            if (copyAll(answered.response(), head, intake, complete, part)) {
                storeWhole(head, intake, part);
            } else {
                throw new IOException(url() + ": broke off and was changed before it could be continued");
            }
        }
    }

    void receiveRange(Fetch.Answered answered) throws IOException, InterruptedException {
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
        try (var intake = new Intake(transfer, deposit, first, cause -> tools.storeTrouble(url(), cause))) {
            transfer.begin(head, deposit == null ? null : deposit.reader(), first);
            var part = deposit == null
                    ? null
                    : tools.parts()
                            .announce(
                                    plan.key(),
                                    plan.request(),
                                    withoutRange(response.fields()),
                                    deposit,
                                    range.completeLength(),
                                    answered.requestedAt(),
                                    answered.receivedAt())
                            .orElse(null);
            if (copyAll(response, head, intake, OptionalLong.of(end), part)) {
                storePart(head, intake, part, range);
            }
        }
    }

    /** Appends to a stored part that ends where the range begins (RFC 9111, 3.4), or begins a new one. */
    private @Nullable Deposit depositFor(ContentRange.Part range, OriginResponse response) throws IOException {
        var kept = range.first() == 0
                ? Optional.<Parts.Taken>empty()
                : tools.parts().take(plan.key(), plan.request(), 0);
        if (kept.isPresent()) {
            var part = kept.get().part();
            if (kept.get().deposit().end() == range.first()
                    && PartReuse.continuing(part, range.first(), 206, response.fields())
                            == PartReuse.Continuation.APPENDS) {
                return kept.get().deposit();
            }
            kept.get().deposit().keep();
            kept.get().deposit().close();
            tools.parts().release(part.partial());
        }
        return Fetch.openDeposit(tools, plan, range.first(), range.completeLength());
    }

    private FetchHead head(
            Fetch.Answered answered,
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
                becomesWhole ? withoutRange(response.fields()) : response.fields(),
                first,
                length,
                stored,
                Fetch.isShareable(plan, response, verdict),
                plan.request(),
                response.peer(),
                answered.requestedAt(),
                answered.receivedAt(),
                response.interims());
    }

    private @Nullable StoredPart announce(FetchHead head, @Nullable Deposit deposit, OptionalLong length)
            throws IOException {
        if (deposit == null
                || head.status() != 200
                || length.orElse(0) < ANNOUNCED_BYTES
                || PartReuse.strongValidator(head.fields(), head.receivedAt()).isEmpty()) {
            return null;
        }
        return tools.parts()
                .announce(
                        plan.key(),
                        plan.request(),
                        head.fields(),
                        deposit,
                        length,
                        head.requestedAt(),
                        head.receivedAt())
                .orElse(null);
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
                new Copying(fetch, transfer, tools.limits()).copy(current, intake, end);
                transfer.complete();
                return true;
            } catch (AbandonedException e) {
                keep(intake, part);
                throw e;
            } catch (InterruptedException e) {
                keep(intake, part);
                throw e;
            } catch (IOException e) {
                failures = intake.end() > before ? 1 : failures + 1;
                tools.originTrouble(url(), head.peer(), e);
                if (failures > tools.limits().retries()) {
                    keep(intake, part);
                    throw e;
                }
            }
            transfer.pause(backoff(failures));
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

    private Duration backoff(int failures) {
        return tools.limits().backoff().multipliedBy(1L << Math.min(failures - 1, 4));
    }

    /** Asks for what is missing; the response stands exactly behind what was taken. */
    private OriginResponse goOn(FetchHead head, Intake intake, OptionalLong end, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        var taken = taken(head, intake, end);
        var range = PartReuse.isContinuable(taken) ? range(taken, head, end) : Fields.EMPTY;
        IOException failure = new IOException(url() + ": cannot go on");
        for (int attempt = 1; attempt <= tools.limits().retries(); attempt++) {
            try {
                var response = fetch.ask(plan.unconditional(range)).response();
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
            if (fetch.isStopping() || transfer.abandon()) {
                break;
            }
            transfer.pause(backoff(attempt));
        }
        keep(intake, part);
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
        if (comparable
                && new Copying(fetch, transfer, tools.limits()).repeats(response, intake.end(), digester.get())) {
            return response;
        }
        response.close();
        if (part != null) {
            tools.parts().forget(part);
        }
        throw new ChangedException(url() + ": broke off after " + intake.end()
                + " bytes, and was changed before it could be continued (now " + response.status() + ")");
    }

    private void storeWhole(FetchHead head, Intake intake, @Nullable StoredPart part) {
        intake.deposit().ifPresent(deposit -> {
            try {
                commit(head, deposit, part);
            } catch (IOException e) {
                tools.storeTrouble(url(), e);
            }
        });
    }

    private void commit(FetchHead head, Deposit deposit, @Nullable StoredPart part) throws IOException {
        var selecting = Selection.of(head.fields(), plan.request().fields());
        if (selecting.isEmpty()) {
            return; // Vary: * is not storable; said again here because what is stored must have a selection
        }
        var blob = deposit.commit();
        tools.catalog()
                .put(new StoredResponse(
                        plan.key(),
                        selecting.get(),
                        head.status(),
                        StoredFields.of(head.fields()),
                        blob.digest(),
                        blob.size(),
                        head.requestedAt(),
                        head.receivedAt(),
                        head.receivedAt()));
        if (part != null) {
            tools.parts().forget(part);
            tools.parts().release(part.partial());
        }
    }

    private void storePart(FetchHead head, Intake intake, @Nullable StoredPart part, ContentRange.Part range) {
        if (part == null) {
            return;
        }
        intake.deposit().ifPresent(deposit -> {
            try {
                if (deposit.first() == 0 && OptionalLong.of(deposit.end()).equals(range.completeLength())) {
                    var whole = head(head, withoutRange(head.fields()), range.completeLength());
                    commit(whole, deposit, part);
                } else {
                    tools.parts().keep(part, deposit);
                }
            } catch (IOException e) {
                tools.storeTrouble(url(), e);
            } finally {
                tools.parts().release(part.partial());
            }
        });
    }

    private static FetchHead head(FetchHead range, Fields fields, OptionalLong length) {
        return new FetchHead(
                200,
                fields,
                0,
                length,
                true,
                range.shareable(),
                range.leader(),
                range.peer(),
                range.requestedAt(),
                range.receivedAt());
    }

    private void keep(Intake intake, @Nullable StoredPart part) {
        if (part == null) {
            return;
        }
        intake.deposit().ifPresent(deposit -> {
            try {
                tools.parts().keep(part, deposit);
            } catch (IOException e) {
                tools.storeTrouble(url(), e);
            } finally {
                tools.parts().release(part.partial());
            }
        });
    }

    private static Fields withoutRange(Fields fields) {
        return fields.without("Content-Range").without("Content-Length");
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
        return plan.request().target().toString();
    }

    /** Nobody waits any more, and too much is missing to finish. */
    static final class AbandonedException extends IOException {
        private static final long serialVersionUID = 1;

        AbandonedException(String message) {
            super(message);
        }
    }

    /** The content at the origin is another than the one that was begun. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;

        ChangedException(String message) {
            super(message);
        }
    }
}
