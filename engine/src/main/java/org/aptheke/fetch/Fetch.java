package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch that runs: its place among the others, its readers and its end. Runs once, on its own thread; the other
 * methods are safe for use by many.
 */
final class Fetch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    private static final Duration PATIENCE_WITH_READERS = Duration.ofSeconds(10);

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
            new Retrieval(new Errand(plan, tools, transfer, this::isStopping)).run();
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
}
