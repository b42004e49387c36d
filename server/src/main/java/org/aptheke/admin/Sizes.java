package org.aptheke.admin;

import java.util.Locale;

/** Sizes for people. */
public final class Sizes {
    private static final String UNITS = "KMGTPE";
    private static final int STEP = 1024;

    private Sizes() {}

    /** {@code 812 B}, {@code 1.5 GiB}. */
    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= STEP && unit < UNITS.length() - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
    }
}
