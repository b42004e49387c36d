package org.aptheke.systemd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager again and again that the program works, as long as it does: four times within the time after
 * which the program would be ended, all vital parts are asked, and only when all have answered is it told. What does not
 * answer is named in the log. It has a thread of its own, so that none of the parts is needed for it.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final int ROUNDS = 4;

    private final Supervisor supervisor;
    private final List<Watched> parts;
    private final Supplier<String> status;
    private final CountDownLatch over = new CountDownLatch(1);

    private Watchdog(Supervisor supervisor, List<Vital> parts, Supplier<String> status) {
        this.supervisor = supervisor;
        this.parts = parts.stream().map(Watched::new).toList();
        this.status = status;
    }

    /**
     * Returns when all parts have answered once, and watches from then on, if the service manager asks for that.
     *
     * @param status told with each round
     * @throws InterruptedException when interrupted before all have answered
     */
    public static Watchdog start(Supervisor supervisor, List<Vital> parts, Supplier<String> status)
            throws InterruptedException {
        var watchdog = new Watchdog(supervisor, parts, status);
        var time = supervisor.watchdogTime();
        if (supervisor.listens()) {
            watchdog.awaitAll(time.orElse(Duration.ofMinutes(1)).dividedBy(ROUNDS));
        }
        time.ifPresent(limit ->
                Thread.ofPlatform().daemon().name("watchdog").start(() -> watchdog.watch(limit.dividedBy(ROUNDS))));
        return watchdog;
    }

    private void awaitAll(Duration round) throws InterruptedException {
        while (!allAnswer(round)) {
            // Until the service manager loses its patience.
        }
    }

    private void watch(Duration round) {
        try {
            long next = System.nanoTime();
            while (over.getCount() > 0) {
                if (allAnswer(round)) {
                    supervisor.alive(status.get());
                }
                next += round.toNanos();
                if (over.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all do within that time; names those that do not. */
    private boolean allAnswer(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        parts.forEach(Watched::ask);
        boolean all = true;
        for (var part : parts) {
            all &= part.answers(end - System.nanoTime());
        }
        if (!all) {
            LOG.error(
                    "not working, so that the service manager is told nothing: {}",
                    parts.stream()
                            .filter(Watched::isSilent)
                            .map(part -> part.vital.name())
                            .collect(Collectors.joining(", ")));
        }
        return all;
    }

    @Override
    public void close() {
        over.countDown();
    }

    /** One part; it is asked anew only when it has answered. Used by the watchdog's thread, but for the answer. */
    private static final class Watched {
        private final Vital vital;
        private CountDownLatch answer = new CountDownLatch(0);
        private boolean cannotBeAsked;
        private boolean reported;

        Watched(Vital vital) {
            this.vital = vital;
        }

        void ask() {
            if (answer.getCount() > 0 && !cannotBeAsked) {
                return;
            }
            var next = new CountDownLatch(1);
            answer = next;
            try {
                vital.proof().begin(next::countDown);
                cannotBeAsked = false;
            } catch (RuntimeException e) {
                LOG.error("{} cannot be asked whether it works", vital.name(), e);
                cannotBeAsked = true;
            }
        }

        boolean answers(long nanos) throws InterruptedException {
            boolean answered = answer.await(nanos, TimeUnit.NANOSECONDS);
            if (answered && reported) {
                LOG.warn("{} works again", vital.name());
            }
            reported = !answered;
            return answered;
        }

        boolean isSilent() {
            return answer.getCount() > 0;
        }
    }
}
