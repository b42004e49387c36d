package org.aptheke.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of a list that is in memory.
 *
 * @param next where to go on; empty when this is all
 */
record Paged<T>(List<T> items, int total, Optional<String> next) {
    /**
     * What comes behind the cursor.
     *
     * @param all in the order of their names
     * @param name tells one from all others
     */
    static <T> Paged<T> byName(List<T> all, Function<T, String> name, Params params, int usual) {
        var after = params.cursor().orElse("");
        int limit = params.limit(usual);
        var rest = all.stream()
                .filter(item -> name.apply(item).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        boolean more = rest.size() > limit;
        var page = more ? rest.subList(0, limit) : rest;
        return new Paged<>(
                page, all.size(), more ? Optional.of(Params.cursor(name.apply(page.getLast()))) : Optional.empty());
    }

    /** Says in a document how much there is, and where to go on. */
    ObjectNode describe(ObjectNode root) {
        root.put("total", total);
        next.ifPresent(cursor -> root.put("next", cursor));
        return root;
    }
}
