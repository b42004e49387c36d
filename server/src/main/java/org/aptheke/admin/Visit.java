package org.aptheke.admin;

import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Role;

/**
 * Somebody who looks at a page.
 *
 * @param asked the parameters of its path, and those of its query
 * @param user empty when there is no log-in
 * @param csrf what a request that changes something has to show; empty when nothing is needed
 */
public record Visit(Map<String, String> asked, Optional<String> user, Role role, String csrf) {
    public Visit {
        asked = Map.copyOf(asked);
    }

    /** Empty when it was not said. */
    public String asked(String name) {
        return asked.getOrDefault(name, "");
    }

    /** A number of at most nine digits, or another when none was said. */
    public int number(String name, int otherwise) {
        var text = asked(name);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    public boolean may(Role needed) {
        return role.includes(needed);
    }
}
