package org.aptheke.suite;

import java.util.Optional;

/** The files that commit a generation. */
public enum ReleaseName {
    IN_RELEASE("InRelease"),
    RELEASE("Release"),
    RELEASE_GPG("Release.gpg");

    private final String fileName;

    ReleaseName(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }

    public static Optional<ReleaseName> of(String fileName) {
        for (var name : values()) {
            if (name.fileName.equals(fileName)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
