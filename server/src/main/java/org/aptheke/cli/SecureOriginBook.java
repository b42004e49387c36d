package org.aptheke.cli;

import java.nio.file.Path;
import java.util.List;

/** The origins that are asked by https because they once redirected there. */
public interface SecureOriginBook {
    /** One line for each. */
    List<String> lines(Path data);

    /**
     * Forgets one.
     *
     * @param host with its port when that is not 80
     * @return whether it was known
     * @throws IllegalArgumentException when it is no host, saying why
     */
    boolean forget(Path data, String host);
}
