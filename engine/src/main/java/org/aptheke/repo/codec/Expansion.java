package org.aptheke.repo.codec;

/** Counts what goes into a decoder and what comes out, and stops it at the limits. For one thread. */
final class Expansion {
    /** Ratios are looked at behind so many bytes; more than any buffer on the way holds. */
    static final long FLOOR = 1 << 20;

    private final ExpansionLimits limits;
    private long taken;
    private long given;

    Expansion(ExpansionLimits limits) {
        this.limits = limits;
    }

    /**
     * The decoder took so many bytes. No coder makes twice as much of its input, but thousands of empty members in a row
     * do, and each costs a decoder the set-up of its tables.
     */
    void took(int bytes) throws ExpansionLimitException {
        taken += bytes;
        if (taken > FLOOR && taken / 2 > given + FLOOR) {
            throw new ExpansionLimitException(
                    "%d bytes expand to %d only: this is made to waste time".formatted(taken, given));
        }
    }

    /** The decoder gave so many bytes. */
    void gave(int bytes) throws ExpansionLimitException {
        given += bytes;
        if (given > limits.maxBytes()) {
            throw new ExpansionLimitException(
                    "%d bytes expand to more than the limit of %d".formatted(taken, limits.maxBytes()));
        }
        if (given > FLOOR && given / limits.maxRatio() > taken) {
            throw new ExpansionLimitException("%d bytes expand to %d already, the limit is a ratio of %d to 1"
                    .formatted(taken, given, limits.maxRatio()));
        }
    }
}
