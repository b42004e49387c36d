package org.aptheke.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which generation of a suite a client last got a release file of: by its connection, and for a while by its address,
 * because apt may come back on another connection in the middle of an update. Bounded. Safe for use by many threads.
 */
final class ClientGenerations {
    private static final int MOST = 200_000;
    private static final Duration CONNECTION = Duration.ofHours(1);
    private static final Duration ADDRESS = Duration.ofMinutes(5);

    private final Cache<OnConnection, Long> byConnection;
    private final Cache<AtAddress, Long> byAddress;

    private record OnConnection(long connection, SuiteId suite) {}

    private record AtAddress(InetAddress client, SuiteId suite) {}

    ClientGenerations(InstantSource clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        byConnection = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterAccess(CONNECTION)
                .build();
        byAddress = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterWrite(ADDRESS)
                .build();
    }

    void given(Client client, SuiteId suite, Generation generation) {
        byConnection.put(new OnConnection(client.connection(), suite), generation.number());
        byAddress.put(new AtAddress(client.address(), suite), generation.number());
    }

    /** The number of the generation that this client is in; empty when it got none lately. */
    Optional<Long> of(Client client, SuiteId suite) {
        var here = byConnection.getIfPresent(new OnConnection(client.connection(), suite));
        return here != null
                ? Optional.of(here)
                : Optional.ofNullable(byAddress.getIfPresent(new AtAddress(client.address(), suite)));
    }
}
