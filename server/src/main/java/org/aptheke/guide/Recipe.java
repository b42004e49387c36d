package org.aptheke.guide;

import java.util.List;

/**
 * All that a client needs for one way, and nothing of the others.
 *
 * @param about when to take this way, and what to know of it
 */
public record Recipe(Way way, String about, List<Step> steps) {
    public Recipe {
        steps = List.copyOf(steps);
    }
}
