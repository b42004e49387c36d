package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.aptheke.cache.CacheKey;
import org.aptheke.origin.OriginBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch that runs: its place among the others, its readers and its end. Runs once, on its own thread; the other
 * methods are safe for use by many.
 */
final class Fetch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final Duration PATIENCE_WITH_READERS = Duration.ofSeconds(10);
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final FetchPlan plan;
    private final FetchPlan.Identity identity;
    private final FetchTools tools;
    private final Transfer transfer;
    private final long number;
    private final Instant begunAt;
    private final Consumer<Fetch> ended;
    private volatile boolean unattended;
    private volatile BringTerms terms = BringTerms.USUAL;
    private volatile boolean stopping;
    private volatile boolean hasPlace;
    private volatile Brought brought = new Brought.Failed(new IOException("nothing was brought"));

    /** @param identity one of the plan's */
    Fetch(FetchPlan plan, FetchPlan.Identity identity, FetchTools tools, Consumer<Fetch> ended) {
        this.plan = plan;
        this.identity = identity;
        this.tools = tools;
        this.ended = ended;
        this.transfer = new Transfer(tools.limits(), PATIENCE_WITH_READERS);
        this.number = NUMBERS.incrementAndGet();
        this.begunAt = tools.now();
    }

    FetchPlan.Identity identity() {
        return identity;
    }

    CacheKey key() {
        return plan.key();
    }

    boolean isPromised() {
        return plan.promise().isPresent();
    }

    /** A reader for who made that plan; empty when nobody can join any more. */
    Optional<FetchReader> join(FetchPlan joining) {
        var reader = transfer.join();
        reader.ifPresent(joined -> joined.attach(joining.client()));
        if (unattended) {
            unattended = false;
            tools.slots().attended();
        }
        return reader;
    }

    /** Whether it has brought all that it will, and is only being filed. */
    boolean isEnding() {
        return transfer.isEnding();
    }

    /** What came of a promised content, after the end. */
    Brought brought() {
        return brought;
    }

    void awaitEnd() throws InterruptedException {
        transfer.awaitClosed();
    }

    /** Waits for the end; false when it does not come in time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return transfer.awaitClosed(limit);
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

    /** It is made for nobody that waits, and gives way to others until somebody does. */
    Fetch inBackground(BringTerms onTerms) {
        unattended = true;
        terms = onTerms;
        transfer.wantedAnyway();
        return this;
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
        // Whoever asks, and with whose credentials: it is the same server.
        var server = plan.request().target().anonymous().authority();
        try (var slot = tools.slots().take(server, () -> unattended)) {
            hasPlace = true;
            tools.counters().begun().increment();
            retrieve(new Errand(plan, tools, transfer, slot, this::isStopping, this::terms));
        } catch (OriginBusyException e) {
            tools.counters().turnedAway().increment();
            tell(e);
        } catch (Errand.AbandonedException e) {
            tell(e);
        } catch (IOException e) {
            tools.counters().failed().increment();
            tell(e);
        } catch (InterruptedException e) {
            end(new IOException(url() + ": the program is stopping", e));
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a fault of this program", url(), e);
            fail(new IOException(url() + ": a fault of this program: " + e, e));
        } finally {
            ended.accept(this);
            transfer.close();
        }
    }

    /** Whoever waits for it is not to wait for a rate. */
    private BringTerms terms() {
        return unattended ? terms : BringTerms.USUAL;
    }

    private void retrieve(Errand errand) throws IOException, InterruptedException {
        errand.requireWanted();
        var promise = plan.promise();
        if (promise.isPresent()) {
            brought = retrieve(new PromisedRetrieval(errand, promise.get()));
        } else {
            new Retrieval(errand).run();
        }
    }

    /** What clients asked for in vain a moment ago is in vain for them; who brings it for the store knows when to ask. */
    private Brought retrieve(PromisedRetrieval retrieval) throws IOException, InterruptedException {
        var recent = unattended
                ? Optional.<Setbacks.Setback>empty()
                : tools.setbacks().find(identity, tools.now());
        if (recent.isPresent()) {
            return retrieval.tell(recent.get());
        }
        var result = retrieval.run();
        retrieval.setback().ifPresent(setback -> tools.setbacks().note(identity, setback, tools.now()));
        return result;
    }

    private void tell(IOException cause) {
        tools.originTrouble(url(), "", cause);
        end(cause);
    }

    private void fail(IOException cause) {
        tools.counters().failed().increment();
        end(cause);
    }

    private void end(IOException cause) {
        brought = new Brought.Failed(cause);
        transfer.fail(cause);
    }

    private String url() {
        return plan.request().target().toString();
    }

    /** How it is just now. */
    FetchView view() {
        var seen = transfer.seen();
        return new FetchView(
                number,
                plan.key().text(),
                hasPlace || seen.state().hasEnded() ? seen.state() : FetchView.State.WAITING,
                begunAt,
                Optional.empty(),
                seen.upstream(),
                seen.peer(),
                seen.bytes(),
                seen.total(),
                seen.bytesPerSecond(),
                seen.clients(),
                unattended,
                seen.failure());
    }
}
