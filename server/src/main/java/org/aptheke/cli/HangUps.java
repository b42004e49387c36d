package org.aptheke.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;

/** Passes SIGHUP on; one that comes while the program starts is kept until it can be heeded. Safe for use by many threads. */
final class HangUps {
    @GuardedBy("this")
    private Optional<Runnable> action = Optional.empty();

    @GuardedBy("this")
    private boolean kept;

    /** A signal has come. */
    void come() {
        action().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> action() {
        kept = action.isEmpty();
        return action;
    }

    /** From now on each runs this, and so does one that was kept. */
    void heed(Runnable reload) {
        boolean one;
        synchronized (this) {
            action = Optional.of(reload);
            one = kept;
        }
        if (one) {
            reload.run();
        }
    }
}
