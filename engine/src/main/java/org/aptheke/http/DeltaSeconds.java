package org.aptheke.http;

import java.time.Duration;
import java.util.Optional;

/** Non-negative whole seconds (RFC 9111, 1.2.2). Stateless. */
public final class DeltaSeconds {
    /** What larger numbers are read as. */
    public static final Duration MAX = Duration.ofSeconds(1L << 31);

    private DeltaSeconds() {}

    /** The duration, at most {@link #MAX}; empty when the text is not digits only. */
    public static Optional<Duration> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            seconds = Math.min(seconds * 10 + digit, MAX.toSeconds());
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
