package org.aptheke.traffic;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.events.Ring;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts answers, and enters what it has counted into the book: every twenty seconds, when somebody reads, and at the end.
 * Who answers a client only puts the event into a ring. When that is full, the answer is counted all the same, but not for
 * whom and for what it was. Safe for use by many threads.
 *
 * <p>An answer belongs to the hour in which it is counted, a moment after its end.
 */
public final class TrafficRecorder implements EventSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficRecorder.class);
    private static final int CAPACITY = 16_384;

    /**
     * The counting begins with so many, or after a moment: events that wait outlive the next collections of garbage, and
     * enough of them would be moved to where garbage stays for long.
     */
    private static final int BATCH = 1_024;

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration WRITE_EVERY = Duration.ofSeconds(20);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final TrafficBook book;
    private final TrafficTidying tidying;
    private final EventSink behind;
    private final InstantSource clock;
    private final Instant startedAt;
    private final int capacity;
    private final Ring<Event.Answered> ring;
    private final Overflow overflow = new Overflow();

    /** Held while the ring is drained; briefly. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Held while the book is written, so that who reads behind it sees all; before the other. */
    private final ReentrantLock writing = new ReentrantLock();

    @GuardedBy("lock")
    private final Counting counting = new Counting();

    @GuardedBy("writing")
    private Instant hour;

    @GuardedBy("writing")
    private Instant writtenAt;

    @GuardedBy("writing")
    private boolean failing;

    private volatile boolean closing;
    private final Thread thread = Thread.ofPlatform().daemon().name("traffic").unstarted(this::run);

    /**
     * Begins with {@link #start}.
     *
     * @param keep how long traffic is remembered
     * @param behind gets each answer after it was counted, one after another
     */
    public TrafficRecorder(TrafficBook book, Supplier<Duration> keep, EventSink behind, InstantSource clock) {
        this(book, keep, behind, clock, CAPACITY);
    }

    TrafficRecorder(TrafficBook book, Supplier<Duration> keep, EventSink behind, InstantSource clock, int capacity) {
        this.book = book;
        this.tidying = new TrafficTidying(book, keep);
        this.behind = behind;
        this.clock = clock;
        this.capacity = capacity;
        this.ring = new Ring<>(capacity, Math.min(capacity, BATCH), () -> LockSupport.unpark(thread));
        this.startedAt = clock.instant();
        this.hour = Span.HOUR.begin(startedAt);
        this.writtenAt = startedAt;
    }

    public void start() {
        thread.start();
    }

    /** Takes answers; other events are not counted. */
    @Override
    public void accept(Event event) {
        if (event instanceof Event.Answered answered && !ring.offer(answered)) {
            overflow.count(answered);
        }
    }

    private void run() {
        while (!closing) {
            drain();
            if (isDue()) {
                write();
            }
            LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
        }
    }

    private boolean isDue() {
        writing.lock();
        try {
            var now = clock.instant();
            // An hour's end is no time to wait: what follows belongs to the next.
            return !now.isBefore(writtenAt.plus(WRITE_EVERY))
                    || !Span.HOUR.begin(now).equals(hour);
        } finally {
            writing.unlock();
        }
    }

    private void drain() {
        lock.lock();
        try {
            var now = clock.instant();
            var into = counting;
            ring.drain(
                    answered -> {
                        into.count(answered, now);
                        behind.accept(answered);
                    },
                    capacity); // all that was there before; what comes meanwhile is for the next time
            counting.drain(overflow);
        } finally {
            lock.unlock();
        }
    }

    /** Enters all that was counted so far. What cannot be entered is kept for the next time. */
    void write() {
        writing.lock();
        try {
            writtenAt = clock.instant();
            drain();
            enter(taken());
            var now = Span.HOUR.begin(clock.instant());
            if (!failing && !now.equals(hour)) {
                tidying.hourEnded(now);
                beginHour(now);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("traffic cannot be written, and is kept in memory: {}", e.getMessage());
            }
            failing = true;
        } finally {
            writing.unlock();
        }
    }

    private List<TrafficBook.Entry> taken() {
        lock.lock();
        try {
            return counting.take();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("writing")
    private void enter(List<TrafficBook.Entry> entries) throws IOException {
        boolean entered = entries.isEmpty();
        try {
            if (!entered) {
                book.add(hour, entries);
                entered = true;
            }
        } finally {
            if (!entered) {
                putBack(entries);
            }
        }
    }

    private void putBack(List<TrafficBook.Entry> entries) {
        lock.lock();
        try {
            counting.putBack(entries);
        } finally {
            lock.unlock();
        }
    }

    /** Names are forgotten when there is nothing left to be entered for them. */
    @GuardedBy("writing")
    private void beginHour(Instant now) throws IOException {
        enter(takenAtTheEnd());
        hour = now;
    }

    private List<TrafficBook.Entry> takenAtTheEnd() {
        lock.lock();
        try {
            var late = counting.take();
            counting.forgetNames();
            return late;
        } finally {
            lock.unlock();
        }
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** All answers since the start. */
    public TrafficCounts sinceStart() {
        lock.lock();
        try {
            drain();
            return counting.sinceStart();
        } finally {
            lock.unlock();
        }
    }

    /** The last two minutes, second by second. */
    public List<TrafficSecond> lastSeconds() {
        lock.lock();
        try {
            drain();
            return counting.lastSeconds(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** The book, with all that was counted until now, unless it cannot be written. */
    public TrafficBook read() {
        write();
        return book;
    }

    /** Enters what is left. The book is not closed. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (thread.isAlive()) {
                var _ = thread.join(CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
