package org.aptheke.intake;

import java.util.Iterator;
import java.util.List;

/** Files that may be taken. Each walk sees what is there then. */
interface FileSource {
    /** Walks over all of them, in an order that stays the same. */
    Iterator<Sighting> walk();

    /** A file that was seen, with what the source says of it. */
    SourceFile file(Sighting seen);

    /** What could not be looked at in the walks so far, for people. */
    List<String> remarks();
}
