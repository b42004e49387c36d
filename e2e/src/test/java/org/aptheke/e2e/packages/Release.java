package org.aptheke.e2e.packages;

import java.util.Locale;

/** A release of Debian that the packages are for. */
enum Release {
    BOOKWORM,
    TRIXIE;

    String codename() {
        return name().toLowerCase(Locale.ROOT);
    }
}
