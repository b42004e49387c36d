package org.aptheke.origin.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reads, besides the time for each, have a time for all: a peer that sends a byte now and then does not
 * get round it, not even inside a TLS handshake or record, because TLS reads through this socket too.
 */
final class OriginSocket extends Socket {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Object inputLock = new Object();
    private @Nullable InputStream input;
    private volatile long deadline;
    private volatile boolean limited;

    /** Without the proxy that a system property may name: the guard judges the address that is really reached. */
    OriginSocket() {
        super(Proxy.NO_PROXY);
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
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("time is over");
            }
            int configured = getSoTimeout();
            int millis = (int) Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI + 1);
            setSoTimeout(configured == 0 ? millis : Math.min(configured, millis));
            try {
                return in.read(bytes, offset, length);
            } finally {
                restore(configured);
            }
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
