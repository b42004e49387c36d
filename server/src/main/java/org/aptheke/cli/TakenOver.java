package org.aptheke.cli;

import java.util.List;

/**
 * What came of a cache that was taken over.
 *
 * @param lines for people
 * @param complete whether everything was looked at
 */
public record TakenOver(List<String> lines, boolean complete) {
    public TakenOver {
        lines = List.copyOf(lines);
    }
}
