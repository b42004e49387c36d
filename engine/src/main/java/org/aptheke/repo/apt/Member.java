package org.aptheke.repo.apt;

import org.aptheke.repo.Expectation;

/**
 * A file that a release file promises.
 *
 * @param path relative to the directory of the release file, in normal form
 */
public record Member(String path, Expectation expectation) {
    /** The directory that the file is in, with a slash at its end; empty for the release file's own. */
    public String directory() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The name in its directory. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
