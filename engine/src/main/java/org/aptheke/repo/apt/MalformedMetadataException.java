package org.aptheke.repo.apt;

import java.io.IOException;

/** A release file or an index is not well formed, promises what cannot be, or exceeds a limit: nothing of it counts. */
public final class MalformedMetadataException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedMetadataException(String message) {
        super(message);
    }

    /** The same, with the place in the file. */
    MalformedMetadataException at(String place) {
        return new MalformedMetadataException(place + ": " + getMessage());
    }
}
