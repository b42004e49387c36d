package org.aptheke.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.aptheke.origin.Secret;

/**
 * The token that the log shows when the API can be reached from elsewhere and nobody could log in: good once, for an
 * hour, and until somebody else was let in, who may look at the log. Safe for use by many threads.
 */
public final class FirstToken {
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private final InstantSource clock;
    private final Secret secret = Secret.of(RandomText.next());
    private final Instant until;

    @GuardedBy("this")
    private boolean over;

    public FirstToken(InstantSource clock) {
        this.clock = clock;
        this.until = clock.instant().plus(GOOD_FOR);
    }

    /** For the log. */
    public Secret secret() {
        return secret;
    }

    public Instant until() {
        return until;
    }

    /** Whether it is this one, and the first time. */
    synchronized boolean use(Secret shown) {
        boolean good = !over && clock.instant().isBefore(until) && secret.equals(shown);
        over |= good;
        return good;
    }

    /** Lets nobody in any more. */
    synchronized void end() {
        over = true;
    }
}
