package org.aptheke.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * A cache directory of apt-cacher-ng, which does not run.
 *
 * @param remaps the names of remaps by those of their directories
 * @param escapedNames whether the names of files are percent-encoded
 * @param copy whether files are copied that could be shared
 */
public record OldCache(Path directory, Map<String, String> remaps, boolean escapedNames, boolean copy) {
    public OldCache {
        remaps = Map.copyOf(remaps);
    }
}
