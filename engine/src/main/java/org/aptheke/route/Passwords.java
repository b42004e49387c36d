package org.aptheke.route;

import org.aptheke.origin.Secret;

/** Knows the users of this proxy. Safe for use by many threads. */
public interface Passwords {
    /** Whether it is the user's password. Slow on purpose, and as slow for nobody's; not for event loops. */
    boolean accepts(String user, Secret password);

    /** Whether there is such a user. Quick. */
    boolean knows(String user);

    /** Another number than before when the users or their passwords are others. Quick. */
    int version();
}
