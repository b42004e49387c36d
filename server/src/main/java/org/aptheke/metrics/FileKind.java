package org.aptheke.metrics;

import org.aptheke.repo.ResourceKind;

/** What a request is about, as a label. */
enum FileKind {
    PACKAGE("package"),
    RELEASE("release"),
    INDEX("index"),
    BY_HASH("by-hash"),
    /** Anything else, and what cannot be told. */
    OTHER("other"),
    /** {@code CONNECT}, whether it became a tunnel or was intercepted. */
    TUNNEL("tunnel");

    private final String label;

    FileKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** What is at that path, which may have a query. */
    static FileKind at(String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        return switch (ResourceKind.of(query < 0 ? pathAndQuery : pathAndQuery.substring(0, query))) {
            case IMMUTABLE_BY_NAME -> PACKAGE;
            case RELEASE_FILE -> RELEASE;
            case SUITE_MEMBER -> INDEX;
            case BY_HASH -> BY_HASH;
            case OPAQUE -> OTHER;
        };
    }
}
