package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.aptheke.digest.DigestAlgorithm;
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

/**
 * What one fetch is to bring, what it works with, and where it shows what has come. Used by the fetch's thread.
 *
 * @param slot its place among the running
 * @param stopping whether the fetch is to end soon
 * @param terms as they are at the moment
 */
record Errand(
        FetchPlan plan,
        FetchTools tools,
        Transfer transfer,
        FetchSlots.Slot slot,
        BooleanSupplier stopping,
        Supplier<BringTerms> terms) {
    private static final int ATTEMPTS_TO_ASK = 3;

    /** What came back, and when. */
    record Answered(OriginResponse response, Instant requestedAt, Instant receivedAt) {}

    /** What the client asked for. */
    String url() {
        return plan.request().target().toString();
    }

    /** Sends a request; goes on to a new connection when one breaks before it answered. */
    Answered ask(OriginRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var requestedAt = tools.now();
            try {
                var response = tools.origin().send(request).response();
                transfer.comesFrom(response.target(), response.peer());
                return new Answered(response, requestedAt, tools.now());
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
                tools.counters().retries().increment();
                transfer.pause(tools.limits().backoff());
            }
        }
    }

    /**
     * Waits as long as the terms ask for.
     *
     * @param bytes how many have just come
     */
    void pace(int bytes) throws InterruptedException {
        var wait = terms.get().count(plan.request().target().anonymous().authority(), bytes);
        if (wait.isPositive()) {
            transfer.pause(wait);
        }
    }

    /**
     * Ends it when it is wanted no more, and no client waits for it.
     *
     * @throws AbandonedException when it is to end
     */
    void requireWanted() throws AbandonedException {
        if (!terms.get().isWanted() && transfer.abandonUnlessRead()) {
            throw new AbandonedException("wanted no more");
        }
    }

    /** Pauses before the next attempt, after so many failures in a row. */
    void pauseAfter(int failures) throws InterruptedException {
        tools.counters().retries().increment();
        transfer.pause(backoff(failures));
    }

    private Duration backoff(int failures) {
        return tools.limits().backoff().multipliedBy(1L << Math.min(failures - 1, 4));
    }

    /** A deposit for the content, or none when the store has no room or fails: it passes through then. */
    @Nullable
    Deposit openDeposit(long first, OptionalLong complete, Set<DigestAlgorithm> also) {
        try {
            return tools.sink().open(first, complete, also);
        } catch (IOException e) {
            storeTrouble(e);
            return null;
        }
    }

    void storeTrouble(IOException cause) {
        tools.storeTrouble(url(), cause);
    }

    /** Nobody waits any more, and too much is missing to finish. */
    static final class AbandonedException extends IOException {
        private static final long serialVersionUID = 1;

        AbandonedException(String message) {
            super(message);
        }
    }
}
