package org.aptheke.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.events.Ring;

/**
 * The access log: one line for each answer, written by a thread of its own. When the output is slow or full, lines are
 * dropped and counted; who is answering a client never waits. Safe for use by many threads.
 */
public final class AccessLog implements EventSink, AutoCloseable {
    private static final int CAPACITY = 8192;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Ring<Event.Answered> ring;
    private final LongAdder refused = new LongAdder();
    private final AccessLogWriter writer;
    private final Thread thread;

    AccessLog(LineOutput output, LogForm form, int capacity) {
        ring = new Ring<>(capacity);
        writer = new AccessLogWriter(ring, output, form, refused);
        thread = Thread.ofPlatform().daemon().name("access-log").start(writer);
    }

    /**
     * A log that appends to a file, which is created with its directories when it is missing.
     *
     * @throws IOException when the file cannot be opened
     */
    public static AccessLog toFile(Path path, LogForm form) throws IOException {
        return new AccessLog(LineOutput.file(path), form, CAPACITY);
    }

    /** A log on the standard output of the process. */
    public static AccessLog toStandardOutput(LogForm form) {
        return new AccessLog(LineOutput.standardOutput(), form, CAPACITY);
    }

    /** Takes answers; other events are not for this log. */
    @Override
    public void accept(Event event) {
        if (!(event instanceof Event.Answered answered)) {
            return;
        }
        if (!ring.offer(answered)) {
            refused.increment();
        } else if (writer.sleeps()) {
            LockSupport.unpark(thread);
        }
    }

    /** Opens the file anew, soon and on the writer's thread; for a file that was renamed. */
    public void reopen() {
        writer.reopenSoon();
        LockSupport.unpark(thread);
    }

    /** How many lines were dropped since the start. */
    public long dropped() {
        return refused.sum() + writer.lost();
    }

    /** Writes what is left, for two seconds at most. */
    @Override
    public void close() {
        writer.stopSoon();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
