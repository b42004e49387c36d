package org.aptheke.route;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.aptheke.digest.Digest;

/**
 * What was found of the passwords that clients have shown. Each is looked at once, few at a time, and no more than some
 * of one client; then it is remembered for a while, under a digest that tells nothing about it. Safe for use by many
 * threads.
 */
final class Examinations {
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int AT_A_TIME = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** Who tries passwords keeps others waiting for this many of them. */
    private static final int MOST_OF_ONE_CLIENT = 16;

    private final Passwords passwords;
    private final byte[] salt = new byte[16];
    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final ConcurrentHashMap<InetAddress, Integer> underWay = new ConcurrentHashMap<>();
    private final AsyncCache<Digest, Boolean> found = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .buildAsync();

    Examinations(Passwords passwords) {
        this.passwords = passwords;
        new SecureRandom().nextBytes(salt);
    }

    /** What was found of it before. Quick. */
    Optional<Boolean> remembered(String shown) {
        var examined = found.getIfPresent(digest(shown));
        return examined != null && examined.state() == Future.State.SUCCESS
                ? Optional.of(examined.resultNow())
                : Optional.empty();
    }

    /** What is found of it; empty when the client has others looked at. Blocks for as long as that takes. */
    Optional<Boolean> find(InetAddress client, String shown, Login login) throws InterruptedException {
        var key = digest(shown);
        var examined = found.get(key, (_, _) -> look(client, login));
        try {
            return Optional.of(examined.get());
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            // The cache does it too, but perhaps after the next request has come.
            found.asMap().remove(key, examined);
            throw new IllegalStateException("looking at a password", e.getCause());
        }
    }

    /** In a thread of its own: others may wait for it when the client that began it has left. */
    private CompletableFuture<Boolean> look(InetAddress client, Login login) {
        var network = ClientNetwork.of(client);
        if (underWay.merge(network, 1, Integer::sum) > MOST_OF_ONE_CLIENT) {
            ended(network);
            // Unlike what was found, this is not remembered; and unlike a failure, nothing to be logged.
            var refused = new CompletableFuture<Boolean>();
            refused.cancel(false);
            return refused;
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    places.acquireUninterruptibly();
                    try {
                        return passwords.accepts(login.user(), login.password());
                    } finally {
                        places.release();
                        ended(network);
                    }
                },
                task -> Thread.ofVirtual().name("password").start(task));
    }

    private void ended(InetAddress network) {
        underWay.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Other users, other examinations. */
    private Digest digest(String shown) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            sha256.update(Integer.toString(passwords.version()).getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) ' ');
            return Digest.ofBytes(sha256.digest(shown.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
