package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.aptheke.cache.Freshening;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Storability;
import org.aptheke.cache.StoredPart;
import org.aptheke.http.CacheControl;
import org.aptheke.http.ContentRange;
import org.aptheke.http.Fields;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.RedirectException;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange with an origin: asks, judges what comes, and has it copied to the store and the readers. Runs once, on
 * its own thread; the other methods are safe for use by many.
 */
final class Fetch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final Duration PATIENCE_WITH_READERS = Duration.ofSeconds(10);
    private static final int ATTEMPTS_TO_ASK = 3;

    private final FetchPlan plan;
    private final FetchTools tools;
    private final Transfer transfer;
    private final Consumer<Fetch> ended;
    private volatile boolean stopping;

    Fetch(FetchPlan plan, FetchTools tools, Consumer<Fetch> ended) {
        this.plan = plan;
        this.tools = tools;
        this.ended = ended;
        this.transfer = new Transfer(tools.limits(), PATIENCE_WITH_READERS);
    }

    /** What came back, and when. */
    record Answered(OriginResponse response, Instant requestedAt, Instant receivedAt) {}

    FetchPlan.Identity identity() {
        return plan.identity();
    }

    Optional<FetchReader> join() {
        return transfer.join();
    }

    /** Whether it has brought all that it will, and is only being filed. */
    boolean isEnding() {
        return transfer.isEnding();
    }

    void awaitEnd() throws InterruptedException {
        transfer.awaitClosed();
    }

    boolean isStillWanted() {
        return plan.basis().getAsBoolean();
    }

    /** Instead of {@link #run}: what is stored has changed since the plan was made. */
    void overtaken() {
        transfer.overtaken();
        ended.accept(this);
        transfer.close();
    }

    int readerCount() {
        return transfer.readerCount();
    }

    void wantedAnyway() {
        transfer.wantedAnyway();
    }

    boolean isAbout(long position, long reach) {
        return transfer.isAbout(position, reach);
    }

    /** Ends it soon; what has come is kept. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void run() {
        try (var _ = tools.slots().take(plan.request().target().authority())) {
            exchange();
        } catch (IOException e) {
            tools.originTrouble(url(), "", e);
            transfer.fail(e);
        } catch (InterruptedException e) {
            transfer.fail(new IOException(url() + ": the program is stopping", e));
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a fault of this program", url(), e);
            transfer.fail(new IOException(url() + ": a fault of this program: " + e, e));
        } finally {
            ended.accept(this);
            transfer.close();
        }
    }

    private String url() {
        return plan.request().target().toString();
    }

    private void exchange() throws IOException, InterruptedException {
        var kept = takePart();
        if (kept.isPresent()) {
            if (continueKept(kept.get())) {
                return;
            }
        }
        receive(ask(plan.originRequest(Fields.EMPTY)));
    }

    private Optional<Parts.Taken> takePart() throws IOException {
        return plan.wantsWhole() ? tools.parts().take(plan.key(), plan.request(), 0) : Optional.empty();
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
                    new Reception(this, plan, tools, transfer).continueWhole(answered, part, deposit);
                    yield true;
                }
                case REPEATS, REPLACES -> {
                    tools.parts().forget(part);
                    receive(answered);
                    yield true;
                }
                case UNUSABLE -> {
                    tools.parts().forget(part);
                    response.close();
                    yield false;
                }
            };
        } finally {
            tools.parts().release(part.partial());
        }
    }

    private Answered askForRest(StoredPart part, long end, Deposit deposit) throws IOException, InterruptedException {
        try {
            return ask(plan.unconditional(PartReuse.continuation(part, end)));
        } catch (IOException | InterruptedException e) {
            deposit.keep();
            throw e;
        }
    }

    private void receive(Answered answered) throws IOException, InterruptedException {
        var reception = new Reception(this, plan, tools, transfer);
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
    private void requireWhole(Answered answered) throws IOException {
        boolean whole = ContentRange.of(answered.response().fields()).orElse(null)
                        instanceof ContentRange.Part(long first, long end, var complete)
                && first == 0
                && complete.equals(OptionalLong.of(end));
        if (!whole) {
            answered.response().close();
            throw new MalformedResponseException(url() + ": answered 206 with "
                    + answered.response().fields().first("Content-Range").orElse("no Content-Range")
                    + " to a request for the whole");
        }
    }

    private void notModified(Answered answered) throws IOException, InterruptedException {
        var stored = plan.validated().orElseThrow();
        var refreshed =
                Freshening.apply(stored, answered.response().fields(), answered.requestedAt(), answered.receivedAt());
        answered.response().close();
        if (refreshed.isPresent()) {
            tools.catalog().put(refreshed.get());
            transfer.notModified(refreshed.get());
        } else {
            receive(ask(plan.unconditional(Fields.EMPTY)));
        }
    }

    /** Sends a request; goes on to a new connection when one breaks before it answered. */
    Answered ask(OriginRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var requestedAt = tools.now();
            try {
                return new Answered(tools.origin().send(request).response(), requestedAt, tools.now());
            } catch (EgressRefusedException
                    | OriginUnreachableException
                    | OriginTimeoutException
                    | RedirectException
                    | ObjectTooLargeException
                    | MalformedResponseException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS_TO_ASK) {
                    throw e;
                }
                transfer.pause(tools.limits().backoff());
            }
        }
    }

    /** Whether readers that did not cause the fetch may be answered with it. */
    static boolean isShareable(FetchPlan plan, OriginResponse response, Storability.Verdict verdict) {
        boolean relayed = plan.purpose() instanceof FetchPlan.Purpose.Relay && response.status() == 304;
        return verdict.storable() || relayed || isErrorForAll(plan, response);
    }

    /** Errors that nobody asked to be kept private are the same for all who wait at this moment. */
    private static boolean isErrorForAll(FetchPlan plan, OriginResponse response) {
        var said = CacheControl.of(response.fields());
        return response.status() >= 400
                && !said.isPrivate()
                && !said.noStore()
                && !plan.request().fields().contains("Authorization");
    }

    /** A deposit for the content, or none when the store has no room or fails: it passes through then. */
    static @Nullable Deposit openDeposit(FetchTools tools, FetchPlan plan, long first, OptionalLong complete) {
        try {
            return tools.sink().open(first, complete);
        } catch (IOException e) {
            tools.storeTrouble(plan.request().target().toString(), e);
            return null;
        }
    }
}
