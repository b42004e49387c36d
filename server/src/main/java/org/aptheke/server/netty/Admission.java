package org.aptheke.server.netty;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and per address, up to their limits. Safe for use by many threads. */
final class Admission {
    private final int limit;
    private final int perAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> openByAddress = new ConcurrentHashMap<>();

    /** {@code perAddress} 0 is no limit. */
    Admission(int limit, int perAddress) {
        this.limit = limit;
        this.perAddress = perAddress;
    }

    /** Returns whether one more may come; if so, {@link #leave} follows. */
    boolean enter(InetAddress client) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        if (perAddress > 0 && openByAddress.merge(client, 1, Integer::sum) > perAddress) {
            leave(client);
            return false;
        }
        return true;
    }

    void leave(InetAddress client) {
        open.decrementAndGet();
        if (perAddress > 0) {
            openByAddress.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
