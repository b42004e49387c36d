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
    private volatile boolean unattended;
    private volatile boolean stopping;
    private volatile Brought brought = new Brought.Failed(new IOException("nothing was brought"));

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
        var reader = transfer.join();
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
    Fetch inBackground() {
        unattended = true;
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
        try (var _ = tools.slots().take(plan.request().target().authority(), () -> unattended)) {
            retrieve(new Errand(plan, tools, transfer, this::isStopping));
        } catch (IOException e) {
            tools.originTrouble(url(), "", e);
            fail(e);
        } catch (InterruptedException e) {
            fail(new IOException(url() + ": the program is stopping", e));
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a fault of this program", url(), e);
            fail(new IOException(url() + ": a fault of this program: " + e, e));
        } finally {
            ended.accept(this);
            transfer.close();
        }
    }

    private void retrieve(Errand errand) throws IOException, InterruptedException {
        var promise = plan.promise();
        if (promise.isPresent()) {
            brought = new PromisedRetrieval(errand, promise.get()).run();
        } else {
            new Retrieval(errand).run();
        }
    }

    private void fail(IOException cause) {
        brought = new Brought.Failed(cause);
        transfer.fail(cause);
    }

    private String url() {
        return plan.request().target().toString();
    }
}
