package org.aptheke.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration SHOWN = Duration.ofDays(30);

    private final InstantSource clock;
    private final Cache<OnConnection, Long> byConnection;
    private final Cache<AtAddress, Long> byAddress;

    /** For people alone. */
    private final Cache<AtAddress, Given> lately;

    private record OnConnection(long connection, SuiteId suite) {}

    private record AtAddress(InetAddress client, SuiteId suite) {}

    /** A generation that was given, and when last. */
    record Given(long number, Instant at) {}

    ClientGenerations(InstantSource clock) {
        this.clock = clock;
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
        lately = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST)
                .expireAfterWrite(SHOWN)
                .build();
    }

    void given(Client client, SuiteId suite, Generation generation) {
        byConnection.put(new OnConnection(client.connection(), suite), generation.number());
        var at = new AtAddress(client.address(), suite);
        byAddress.put(at, generation.number());
        lately.put(at, new Given(generation.number(), clock.instant()));
    }

    /** The generation that a client at this address got last, in the last thirty days and since the start. */
    Optional<Given> last(InetAddress client, SuiteId suite) {
        return Optional.ofNullable(lately.getIfPresent(new AtAddress(client, suite)));
    }

    /** The number of the generation that this client is in; empty when it got none lately. */
    Optional<Long> of(Client client, SuiteId suite) {
        var here = byConnection.getIfPresent(new OnConnection(client.connection(), suite));
        return here != null
                ? Optional.of(here)
                : Optional.ofNullable(byAddress.getIfPresent(new AtAddress(client.address(), suite)));
    }
}
