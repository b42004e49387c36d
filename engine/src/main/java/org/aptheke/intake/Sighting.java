package org.aptheke.intake;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that a walk came by, of which no more was looked at than its name and its attributes. Immutable.
 *
 * @param name for people: relative to where the source begins
 */
record Sighting(Path path, String name, long size, Instant modified) {
    SourceFile.Kind kind() {
        return SourceFile.Kind.of(name);
    }
}
