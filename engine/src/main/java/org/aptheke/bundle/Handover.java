package org.aptheke.bundle;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Streams of requests that a run is to read or write. Who has the stream lends it, and waits until it is given back; the
 * run finds it by a token that is among its arguments, once. Safe for use by many threads.
 */
public final class Handover<T> {
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Lent> lent = new ConcurrentHashMap<>();

    /** A stream that a run may have. */
    public final class Lent implements AutoCloseable {
        private final String token;
        private final T stream;
        private final CountDownLatch back = new CountDownLatch(1);

        private Lent(String token, T stream) {
            this.token = token;
            this.stream = stream;
        }

        /** What the run finds it by. */
        public String token() {
            return token;
        }

        public T stream() {
            return stream;
        }

        /** The run uses it no more. */
        public void giveBack() {
            back.countDown();
        }

        /** Waits until it is given back; false when it was not within the limit. */
        public boolean awaitBack(Duration limit) throws InterruptedException {
            return back.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** No run finds it from now on. */
        @Override
        public void close() {
            lent.remove(token);
        }
    }

    /** Lends a stream until it is closed. */
    public Lent lend(T stream) {
        var bytes = new byte[12];
        random.nextBytes(bytes);
        var entry = new Lent(HexFormat.of().formatHex(bytes), stream);
        lent.put(entry.token, entry);
        return entry;
    }

    /** Empty when nobody lends it any more, or a run has had it already. */
    public Optional<Lent> take(String token) {
        return Optional.ofNullable(lent.remove(token));
    }
}
