package org.aptheke.remap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;

/**
 * Asks mirrors in their order, the next one as soon as one fails or has been silent for a while, and takes the first
 * usable answer. That a file is missing counts only when every mirror says so; else the graver failure is the answer.
 * Runs once.
 */
final class MirrorRace {
    private final Sender sender;
    private final Mirrors health;
    private final Duration patience;
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Running> running = new ArrayList<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean over;

    /** Sends one request, redirects and all. */
    interface Sender {
        OriginResponse send(OriginRequest request) throws IOException, InterruptedException;
    }

    /** A mirror and what it is asked. */
    record Attempt(int mirror, OriginRequest request) {}

    /** What came, and from which mirror. */
    record Answer(int mirror, OriginResponse response) {}

    private record Running(Attempt attempt, Thread thread, long startedNanos) {}

    /** How one attempt ended: with a response or a failure. */
    private record Ended(
            Attempt attempt, long nanos, Optional<OriginResponse> response, Optional<IOException> failure) {
        Grade grade() {
            return response.map(found -> Grade.of(found.status())).orElse(Grade.FAILED);
        }

        String words() {
            return failure.map(Ended::describe)
                    .orElseGet(() -> "answered "
                            + response.map(found -> Integer.toString(found.status()))
                                    .orElse(""));
        }

        private static String describe(IOException failure) {
            return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        }
    }

    /** What an answer is worth; of several that are not usable the last in this order is given. */
    private enum Grade {
        USABLE,
        ABSENT,
        REFUSED,
        FAILED,
        SERVER_ERROR;

        static Grade of(int status) {
            return switch (status) {
                case 404, 410 -> ABSENT;
                case 412, 416 -> USABLE; // about the request, not the file
                case 429 -> SERVER_ERROR;
                default -> status >= 500 ? SERVER_ERROR : status >= 400 || isRedirect(status) ? REFUSED : USABLE;
            };
        }

        private static boolean isRedirect(int status) {
            return status >= 300 && status != 304;
        }
    }

    MirrorRace(Sender sender, Mirrors health, Duration patience) {
        this.sender = sender;
        this.health = health;
        this.patience = patience;
    }

    /**
     * The first usable answer, or else the gravest failure.
     *
     * @param attempts at least one
     */
    Answer run(List<Attempt> attempts) throws IOException, InterruptedException {
        Optional<Ended> worst = Optional.empty();
        try {
            var waiting = new ArrayDeque<>(attempts);
            start(waiting.remove());
            while (!running.isEmpty()) {
                var next = waiting.isEmpty() ? ended.take() : ended.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
                if (next != null) {
                    running.removeIf(one -> one.attempt.equals(next.attempt));
                    if (judge(next) == Grade.USABLE) {
                        blameTheSilent();
                        worst.ifPresent(MirrorRace::close);
                        return new Answer(next.attempt.mirror, next.response.orElseThrow());
                    }
                    worst = Optional.of(
                            worst.map(before -> graver(before, next)).orElse(next));
                }
                if (!waiting.isEmpty()) {
                    start(waiting.remove());
                }
            }
        } catch (InterruptedException e) {
            worst.ifPresent(MirrorRace::close);
            throw e;
        } finally {
            callOff();
        }
        return answer(worst.orElseThrow());
    }

    private void start(Attempt attempt) {
        long startedNanos = System.nanoTime();
        var thread = Thread.ofVirtual()
                .name("mirror " + attempt.request().target().authority())
                .unstarted(() -> ask(attempt, startedNanos));
        running.add(new Running(attempt, thread, startedNanos));
        thread.start();
    }

    private void ask(Attempt attempt, long startedNanos) {
        Ended outcome;
        try {
            var response = sender.send(attempt.request());
            outcome = new Ended(attempt, System.nanoTime() - startedNanos, Optional.of(response), Optional.empty());
        } catch (IOException e) {
            outcome = new Ended(attempt, System.nanoTime() - startedNanos, Optional.empty(), Optional.of(e));
        } catch (InterruptedException e) {
            return; // called off
        } catch (RuntimeException | Error e) {
            var failure = new IOException("a fault of this program: " + e, e);
            outcome = new Ended(attempt, System.nanoTime() - startedNanos, Optional.empty(), Optional.of(failure));
        }
        synchronized (lock) {
            if (!over) {
                ended.add(outcome);
                return;
            }
        }
        close(outcome);
    }

    private Grade judge(Ended outcome) {
        var grade = outcome.grade();
        switch (grade) {
            case FAILED, SERVER_ERROR -> health.failed(outcome.attempt.mirror, outcome.words());
            case USABLE, ABSENT, REFUSED -> health.succeeded(outcome.attempt.mirror, Duration.ofNanos(outcome.nanos));
        }
        return grade;
    }

    /** Those that were asked first and have said nothing since: the next request should not wait for them. */
    private void blameTheSilent() {
        long now = System.nanoTime();
        for (var silent : running) {
            var time = Duration.ofNanos(now - silent.startedNanos);
            if (time.compareTo(patience) >= 0) {
                health.failed(silent.attempt.mirror, "no answer for " + time.toMillis() + " ms, another had one");
            }
        }
    }

    private static Ended graver(Ended one, Ended other) {
        boolean firstStays = one.grade().compareTo(other.grade()) >= 0;
        close(firstStays ? other : one);
        return firstStays ? one : other;
    }

    private static Answer answer(Ended outcome) throws IOException {
        if (outcome.failure.isPresent()) {
            throw outcome.failure.get();
        }
        return new Answer(outcome.attempt.mirror, outcome.response.orElseThrow());
    }

    private void callOff() {
        synchronized (lock) {
            over = true;
        }
        running.forEach(one -> one.thread.interrupt());
        for (var late = ended.poll(); late != null; late = ended.poll()) {
            close(late);
        }
    }

    private static void close(Ended outcome) {
        outcome.response.ifPresent(response -> {
            try {
                response.close();
            } catch (IOException e) {
                // It is of no use either way.
            }
        });
    }
}
