package org.aptheke.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.aptheke.http.AddressText;

/**
 * Keeps each client to a number of requests in a second, which it may save up for some seconds. A client is the user
 * whose password it has, else its {@link ClientNetwork}. Safe for use by many threads.
 */
public final class RequestRates {
    private static final Duration SAVED = Duration.ofSeconds(5);
    private static final int MOST_CLIENTS = 100_000;
    private static final double NANOS = 1e9;

    /** Behind the constants that it is made with. */
    public static final RequestRates UNLIMITED = new RequestRates(0, System::nanoTime);

    private final int perSecond;
    private final LongSupplier nanoTime;

    /** A bucket that was not used for so long is full, as a new one is. */
    private final Cache<Object, Bucket> buckets;

    /** @param perSecond 0 for no limit */
    public RequestRates(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(SAVED)
                .maximumSize(MOST_CLIENTS)
                .executor(Runnable::run)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Counts a request of that address; why it is refused, naming the setting, when it is one too many. */
    Optional<Route.Refused> refusal(InetAddress client) {
        return perSecond == 0 ? Optional.empty() : refusal(ClientNetwork.of(client), AddressText.of(client));
    }

    /** The same for a user, wherever the requests come from. */
    Optional<Route.Refused> refusal(String user) {
        return perSecond == 0 ? Optional.empty() : refusal(user, user);
    }

    private Optional<Route.Refused> refusal(Object client, String name) {
        long now = nanoTime.getAsLong();
        if (buckets.get(client, _ -> new Bucket(perSecond, now)).take(now)) {
            return Optional.empty();
        }
        return Optional.of(new Route.Refused(
                429,
                name + " makes more requests than are answered; the limit is [limits] request_rate = \"" + perSecond
                        + "/s\""));
    }

    private static final class Bucket {
        private final double perSecond;

        @GuardedBy("this")
        private double tokens;

        @GuardedBy("this")
        private long filledAt;

        Bucket(double perSecond, long now) {
            this.perSecond = perSecond;
            this.tokens = most();
            this.filledAt = now;
        }

        synchronized boolean take(long now) {
            // Another thread may have come with a later time.
            long passed = Math.max(0, now - filledAt);
            tokens = Math.min(most(), tokens + passed / NANOS * perSecond);
            filledAt += passed;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }

        private double most() {
            return perSecond * SAVED.toSeconds();
        }
    }
}
