package org.aptheke.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.events.Event;
import org.aptheke.events.Ring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread behind the access log. After each batch it waits a moment for the next to gather, so that under load nobody
 * has to wake it; only when nothing came does it sleep until it is woken.
 */
final class AccessLogWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int BATCH = 512;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final long GATHER_NANOS = Duration.ofMillis(10).toNanos();
    private static final long SLEEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long COMPLAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Ring<Event.Answered> ring;
    private final LineOutput output;
    private final AccessLine line;
    private final LongAdder refused;
    private final LongAdder lost = new LongAdder();
    private final AsciiLines lines = new AsciiLines(LONGEST_LINE);

    private volatile boolean sleeping;
    private volatile boolean stopping;
    private volatile boolean reopening;

    private int pending;
    private boolean torn;
    private long complainedAt = System.nanoTime() - COMPLAIN_NANOS;
    private long complainedOf;

    AccessLogWriter(Ring<Event.Answered> ring, LineOutput output, LogForm form, LongAdder refused) {
        this.ring = ring;
        this.output = output;
        this.line = new AccessLine(form);
        this.refused = refused;
    }

    boolean sleeps() {
        return sleeping;
    }

    void reopenSoon() {
        reopening = true;
    }

    void stopSoon() {
        stopping = true;
    }

    /** Lines that were taken and could not be written. */
    long lost() {
        return lost.sum();
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            // Read before the ring: what came before the stop is still written.
            more = !stopping;
            reopenIfAsked();
            int count = writeBatch();
            complainOfLoss();
            if (count == BATCH) {
                more = true;
            } else if (more) {
                rest(count > 0);
            }
        }
        close();
    }

    private void rest(boolean busy) {
        if (busy) {
            LockSupport.parkNanos(this, GATHER_NANOS);
            return;
        }
        sleeping = true;
        if (ring.isEmpty() && !stopping && !reopening) {
            LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        sleeping = false;
    }

    private int writeBatch() {
        int count = ring.drain(this::append, BATCH);
        flush();
        return count;
    }

    private void append(Event.Answered answered) {
        line.append(lines, answered);
        lines.add('\n');
        pending++;
        if (lines.length() > LONGEST_LINE) {
            flush();
        }
    }

    private void flush() {
        if (pending == 0) {
            return;
        }
        // The end of a line is missing when a write failed half-way.
        ByteBuffer bytes = lines.octets(torn);
        int begin = bytes.position();
        try {
            output.write(bytes);
            torn = false;
        } catch (IOException e) {
            lost.add(pending);
            torn = bytes.position() == begin ? torn : bytes.get(bytes.position() - 1) != '\n';
        }
        lines.clear();
        pending = 0;
    }

    private void reopenIfAsked() {
        if (reopening) {
            reopening = false;
            try {
                output.reopen();
                torn = false;
            } catch (IOException e) {
                LOG.error("the access log could not be opened anew; the old file stays in use", e);
            }
        }
    }

    private void complainOfLoss() {
        long all = refused.sum() + lost.sum();
        long now = System.nanoTime();
        if (all > complainedOf && now - complainedAt >= COMPLAIN_NANOS) {
            LOG.warn("{} lines of the access log were dropped: its output is too slow or full", all - complainedOf);
            complainedOf = all;
            complainedAt = now;
        }
    }

    private void close() {
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("the access log could not be closed", e);
        }
    }
}
