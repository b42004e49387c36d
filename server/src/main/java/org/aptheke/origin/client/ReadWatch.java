package org.aptheke.origin.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Ends the reads of origins whose time is over: one thread looks at all of them now and then, because a timer for each
 * read costs more than the read. So a read may take a tick longer than it is allowed. Safe for use by many threads.
 */
final class ReadWatch implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(100);

    private final Set<OriginSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Semaphore came = new Semaphore(0);
    private final Thread thread;

    ReadWatch() {
        thread = Thread.ofVirtual().name("origin reads").start(this::run);
    }

    /** Until {@link #leave}. */
    void join(OriginSocket socket) {
        sockets.add(socket);
        came.release();
    }

    void leave(OriginSocket socket) {
        sockets.remove(socket);
    }

    private void run() {
        try {
            while (true) {
                if (sockets.isEmpty()) {
                    came.acquire();
                }
                came.drainPermits();
                Thread.sleep(TICK);
                long now = System.nanoTime();
                sockets.forEach(socket -> socket.endReadIfOver(now));
            }
        } catch (InterruptedException e) {
            // The end.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
