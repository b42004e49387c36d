package org.aptheke.origin.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reads, besides the time for each, have a time for all: a peer that sends a byte now and then does not
 * get round it, not even inside a TLS handshake or record, because TLS reads through this socket too.
 */
final class OriginSocket extends Socket {
    private static final long NANOS_PER_MILLI = 1_000_000;

    // What is said of the read that is under way instead of the time at which it is over.
    private static final long NONE = Long.MIN_VALUE;
    private static final long OVER = Long.MIN_VALUE + 1;

    private final Object inputLock = new Object();
    private @Nullable InputStream input;
    private volatile long deadline;
    private volatile boolean limited;
    private final AtomicLong readUntil = new AtomicLong(NONE);
    private volatile @Nullable ReadWatch watch;

    /** Without the proxy that a system property may name: the guard judges the address that is really reached. */
    OriginSocket() {
        super(Proxy.NO_PROXY);
    }

    /** Has another thread end reads whose time is over, instead of a timer for each. */
    void watchedBy(ReadWatch newWatch) {
        watch = newWatch;
        newWatch.join(this);
        if (isClosed()) {
            newWatch.leave(this);
        }
    }

    /** Called by the watch: breaks the connection off when a read takes too long. */
    void endReadIfOver(long now) {
        long until = readUntil.get();
        if (until != NONE && until != OVER && now - until >= 0 && readUntil.compareAndSet(until, OVER)) {
            try {
                close();
            } catch (IOException e) {
                // What was to be read fails all the same.
            }
        }
    }

    @Override
    public void close() throws IOException {
        var watching = watch;
        if (watching != null) {
            watching.leave(this);
        }
        super.close();
    }

    /** From now on reads fail with {@link SocketTimeoutException} when that time is over. */
    void allow(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
        limited = true;
    }

    /** Takes back what {@link #allow} said. */
    void allowAnyTime() {
        limited = false;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        synchronized (inputLock) {
            if (input == null) {
                input = new Limited(super.getInputStream());
            }
            return input;
        }
    }

    private final class Limited extends FilterInputStream {
        Limited(InputStream wire) {
            super(wire);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!limited) {
                return in.read(bytes, offset, length);
            }
            long now = System.nanoTime();
            if (deadline - now <= 0) {
                throw new SocketTimeoutException("time is over");
            }
            int configured = getSoTimeout();
            long left = configured == 0 ? deadline - now : Math.min(deadline - now, configured * NANOS_PER_MILLI);
            boolean watched = watch != null;
            setSoTimeout(watched ? 0 : (int) Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI + 1));
            try {
                return watched ? watched(bytes, offset, length, now + left) : in.read(bytes, offset, length);
            } finally {
                restore(configured);
            }
        }

        private int watched(byte[] bytes, int offset, int length, long until) throws IOException {
            readUntil.set(Math.max(until, OVER + 1));
            int count;
            try {
                count = in.read(bytes, offset, length);
            } catch (IOException e) {
                throw endedByWatch() ? timeIsOver(e) : e;
            }
            if (endedByWatch()) {
                throw timeIsOver(new SocketException("closed by the watch"));
            }
            return count;
        }

        private boolean endedByWatch() {
            return readUntil.getAndSet(NONE) == OVER;
        }

        private static SocketTimeoutException timeIsOver(IOException cause) {
            var failure = new SocketTimeoutException("time is over");
            failure.initCause(cause);
            return failure;
        }

        private void restore(int timeout) {
            try {
                setSoTimeout(timeout);
            } catch (SocketException closed) {
                // Another thread closed the socket; the read itself says so.
            }
        }
    }
}
