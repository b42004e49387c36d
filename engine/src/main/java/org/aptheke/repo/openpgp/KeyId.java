package org.aptheke.repo.openpgp;

import java.util.Locale;

/** The short name of a key, as a signature gives it when it gives no fingerprint; others may share it. Immutable. */
public record KeyId(long value) {
    /** Sixteen hexadecimal digits in upper case. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016X", value);
    }
}
