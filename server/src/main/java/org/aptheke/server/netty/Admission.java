package org.aptheke.server.netty;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.route.ClientNetwork;

/** Counts connections, in all and per client, up to their limits. Safe for use by many threads. */
final class Admission {
    private final int limit;
    private final int perClient;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> openByClient = new ConcurrentHashMap<>();

    /** What became of a connection. */
    enum Result {
        /** {@link #leave} follows. */
        ADMITTED,
        TOO_MANY,
        TOO_MANY_OF_THE_CLIENT
    }

    /** {@code perClient} 0 is no limit. */
    Admission(int limit, int perClient) {
        this.limit = limit;
        this.perClient = perClient;
    }

    /** Counts one more, if it may come. */
    Result enter(InetAddress client) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return Result.TOO_MANY;
        }
        if (perClient > 0 && openByClient.merge(ClientNetwork.of(client), 1, Integer::sum) > perClient) {
            leave(client);
            return Result.TOO_MANY_OF_THE_CLIENT;
        }
        return Result.ADMITTED;
    }

    void leave(InetAddress client) {
        open.decrementAndGet();
        if (perClient > 0) {
            openByClient.computeIfPresent(ClientNetwork.of(client), (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
