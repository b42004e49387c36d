package org.aptheke.server.netty;

import java.util.ArrayList;
import java.util.List;

/** Names of fields, without regard to case; made to say no quickly. Immutable. */
final class NameSet {
    static final NameSet NONE = of();

    /** The names of each length. */
    private final List<List<String>> byLength;

    private NameSet(List<List<String>> byLength) {
        this.byLength = byLength;
    }

    static NameSet of(String... names) {
        var byLength = new ArrayList<List<String>>();
        for (String name : names) {
            while (byLength.size() <= name.length()) {
                byLength.add(new ArrayList<>());
            }
            byLength.get(name.length()).add(name);
        }
        return new NameSet(byLength.stream().map(List::copyOf).toList());
    }

    boolean contains(String name) {
        if (name.length() >= byLength.size()) {
            return false;
        }
        for (String candidate : byLength.get(name.length())) {
            if (candidate.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
