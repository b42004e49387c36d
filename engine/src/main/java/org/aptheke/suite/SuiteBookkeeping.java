package org.aptheke.suite;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.store.SuiteBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to suites without being asked: checks that are due, and notes that go into the book. */
final class SuiteBookkeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteBookkeeping.class);
    private static final long PERIOD_SECONDS = 5;

    private final SuiteRegistry registry;
    private final SuiteKeeper keeper;
    private final Warming warming;
    private final SuiteBook book;
    private final Supplier<SuiteRules> rules;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("suites").factory());

    SuiteBookkeeping(
            SuiteRegistry registry,
            SuiteKeeper keeper,
            Warming warming,
            SuiteBook book,
            Supplier<SuiteRules> rules,
            InstantSource clock) {
        this.registry = registry;
        this.keeper = keeper;
        this.warming = warming;
        this.book = book;
        this.rules = rules;
        this.clock = clock;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(this::round, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            checkThoseDue();
            warming.runThoseDue();
            write();
        } catch (RuntimeException e) {
            LOG.error("a round over the suites failed", e);
        }
    }

    void checkThoseDue() {
        var now = clock.instant();
        for (var suite : registry.all()) {
            if (suite.current().isEmpty()) {
                registry.forget(suite);
            } else if (isDue(suite, now)) {
                keeper.check(suite);
            }
        }
    }

    private boolean isDue(Suite suite, Instant now) {
        var state = suite.state();
        boolean inUse = state.askedAt().plus(rules.get().inUse()).isAfter(now);
        var last = suite.attemptedAt().isAfter(state.checkedAt()) ? suite.attemptedAt() : state.checkedAt();
        boolean refresh = !last.plus(rules.get().refreshAfter()).isAfter(now);
        return inUse && (refresh || !suite.retryAt().isAfter(now));
    }

    void write() {
        for (var suite : registry.all()) {
            if (suite.current().isPresent()) {
                write(suite);
            }
        }
    }

    private void write(Suite suite) {
        try {
            if (suite.drainUnwritten()) {
                book.note(SuiteRows.suite(suite.id(), suite.state()));
            }
            var uses = suite.drainUses();
            if (!uses.isEmpty()) {
                book.noteMemberUses(suite.id().directory(), uses);
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot be noted in the book of suites: {}", suite.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            var _ = timer.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
