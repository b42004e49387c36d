package org.aptheke.console;

/** What the console is divided into, in the order of its navigation. */
enum Section {
    OVERVIEW("Overview", "/", "M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z"),
    TRANSFERS("Transfers", "/transfers", "M7 4v14m0 0-3-3m3 3 3-3M17 20V6m0 0-3 3m3-3 3 3"),
    SUITES("Suites", "/suites", "M4 7l8-4 8 4-8 4zM4 12l8 4 8-4M4 17l8 4 8-4"),
    PACKAGES("Packages", "/packages", "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"),
    CLIENTS("Clients", "/clients", "M3 5h18v11H3zM8 20h8M12 16v4"),
    JOBS("Jobs", "/jobs", "M9 6h11M9 12h11M9 18h11M4 6l1 1 1.6-2M4 12l1 1 1.6-2M4 18l1 1 1.6-2"),
    LOG("Log", "/log", "M5 3h10l4 4v14H5zM15 3v4h4M8.5 12h7M8.5 16h7"),
    SETTINGS("Settings", "/settings", "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4"),
    SETUP("Set up a client", "/setup", "M14 7V4M10 7V4M7 7h10v4a5 5 0 0 1-10 0zM12 16v5");

    private final String title;
    private final String path;
    private final String icon;

    Section(String title, String path, String icon) {
        this.title = title;
        this.path = path;
        this.icon = icon;
    }

    String title() {
        return title;
    }

    String path() {
        return path;
    }

    /** As the data of a path, in a square of 24. */
    String icon() {
        return icon;
    }

    /** Whether it begins another part of the navigation. */
    boolean isApart() {
        return this == JOBS || this == SETTINGS;
    }
}
