package org.aptheke.store.local;

/** How the last use of a data directory ended. */
public enum LastEnd {
    /** Closed in order, or never used. */
    CLEAN,
    /** The process ended without closing it; the kernel has written on what it had. */
    KILLED,
    /** The machine stopped, or this cannot be told: bytes that were not synced may be lost. */
    POWER_LOST
}
