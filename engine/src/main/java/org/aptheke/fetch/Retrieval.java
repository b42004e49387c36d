package org.aptheke.fetch;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.Freshening;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Storability;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.CacheControl;
import org.aptheke.http.ContentRange;
import org.aptheke.http.Fields;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.OriginResponse;
import org.aptheke.store.Deposit;

/**
 * One exchange with an origin by the rules of RFC 9111: asks for what the plan wants, judges what comes, and has it taken
 * in. Used by one thread, once.
 */
final class Retrieval {
    private final Errand errand;
    private final FetchPlan plan;
    private final FetchTools tools;

    Retrieval(Errand errand) {
        this.errand = errand;
        this.plan = errand.plan();
        this.tools = errand.tools();
    }

    void run() throws IOException, InterruptedException {
        var kept = takePart();
        if (kept.isPresent()) {
            if (continueKept(kept.get())) {
                return;
            }
        }
        receive(errand.ask(plan.originRequest(Fields.EMPTY)));
    }

    /** A catalogue that fails costs what was kept, never the answer. */
    private Optional<Parts.Taken> takePart() {
        try {
            return plan.wantsWhole() ? tools.parts().take(plan.key(), plan.request(), 0) : Optional.empty();
        } catch (IOException e) {
            errand.storeTrouble(e);
            return Optional.empty();
        }
    }

    private void forget(StoredPart part) {
        try {
            tools.parts().forget(part);
        } catch (IOException e) {
            errand.storeTrouble(e);
        }
    }

    /** Asks for the rest of a part; false when that cannot be had and all must be fetched. */
    private boolean continueKept(Parts.Taken kept) throws IOException, InterruptedException {
        var part = kept.part();
        long end = kept.deposit().end();
        try (var deposit = kept.deposit()) {
            if (end == 0 || OptionalLong.of(end).equals(part.completeLength())) {
                return false; // nothing to go on from, or nothing left to ask for: a range request cannot say so
            }
            var answered = askForRest(part, end, deposit);
            var response = answered.response();
            return switch (PartReuse.continuing(part, end, response.status(), response.fields())) {
                case APPENDS -> {
                    new Reception(errand).continueWhole(answered, part, deposit);
                    yield true;
                }
                case REPEATS, REPLACES -> {
                    forget(part);
                    receive(answered);
                    yield true;
                }
                case UNUSABLE -> {
                    forget(part);
                    response.close();
                    yield false;
                }
            };
        } finally {
            tools.parts().release(part.partial());
        }
    }

    private Errand.Answered askForRest(StoredPart part, long end, Deposit deposit)
            throws IOException, InterruptedException {
        try {
            return errand.ask(plan.unconditional(PartReuse.continuation(part, end)));
        } catch (IOException | InterruptedException e) {
            deposit.keep();
            throw e;
        }
    }

    private void receive(Errand.Answered answered) throws IOException, InterruptedException {
        var reception = new Reception(errand);
        int status = answered.response().status();
        if (status == 304 && plan.validated().isPresent()) {
            notModified(answered);
        } else if (status == 206 && plan.purpose() instanceof FetchPlan.Purpose.RetrieveRange) {
            reception.receiveRange(answered);
        } else if (status == 206) {
            requireWhole(answered);
            reception.receiveWhole(answered, 200);
        } else {
            reception.receiveWhole(answered, status);
        }
    }

    /** An origin that answers a plain GET with 206: fine if that is all of it, else nothing that could be used. */
    private void requireWhole(Errand.Answered answered) throws IOException {
        boolean whole = ContentRange.of(answered.response().fields()).orElse(null)
                        instanceof ContentRange.Part(long first, long end, var complete)
                && first == 0
                && complete.equals(OptionalLong.of(end));
        if (!whole) {
            answered.response().close();
            throw new MalformedResponseException(errand.url() + ": answered 206 with "
                    + answered.response().fields().first("Content-Range").orElse("no Content-Range")
                    + " to a request for the whole");
        }
    }

    private void notModified(Errand.Answered answered) throws IOException, InterruptedException {
        var stored = plan.validated().orElseThrow();
        var refreshed =
                Freshening.apply(stored, answered.response().fields(), answered.requestedAt(), answered.receivedAt());
        answered.response().close();
        if (refreshed.isPresent()) {
            note(refreshed.get());
            errand.transfer().notModified(refreshed.get());
        } else {
            receive(errand.ask(plan.unconditional(Fields.EMPTY)));
        }
    }

    private void note(StoredResponse refreshed) {
        try {
            tools.catalog().put(refreshed);
        } catch (IOException e) {
            errand.storeTrouble(e);
        }
    }

    /** Whether readers that did not cause the fetch may be answered with it. */
    static boolean isShareable(FetchPlan plan, OriginResponse response, Storability.Verdict verdict) {
        boolean relayed = plan.purpose() instanceof FetchPlan.Purpose.Relay && response.status() == 304;
        return verdict.storable() || relayed || isErrorForAll(plan, response.status(), response.fields());
    }

    /** Errors that nobody asked to be kept private are the same for all who wait at this moment. */
    static boolean isErrorForAll(FetchPlan plan, int status, Fields fields) {
        var said = CacheControl.of(fields);
        return status >= 400
                && !said.isPrivate()
                && !said.noStore()
                && !plan.request().fields().contains("Authorization");
    }
}
