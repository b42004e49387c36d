package org.aptheke.access;

import java.util.Locale;

/** What somebody may do with the API; each includes those before it. */
public enum Role {
    /** Look at everything. */
    VIEW,
    /** Also begin and cancel jobs, purge, pin, switch: what a day's work needs. */
    OPERATE,
    /** Also what decides who else may. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it is written in settings and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
