package org.aptheke.admin;

import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Caller;
import org.aptheke.access.Role;

/**
 * Somebody who looks at a page.
 *
 * @param asked the parameters of its path, and those of its query
 * @param caller empty for who has still to log in
 */
public record Visit(Map<String, String> asked, Optional<Caller> caller) {
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
        return caller.map(known -> known.role().includes(needed)).orElse(false);
    }

    /** Who has logged in; empty where that is not needed. */
    public Optional<Caller> session() {
        return caller.filter(known -> known.csrf().isPresent());
    }

    /** What a request that changes something has to show; empty when nothing is needed. */
    public String csrf() {
        return caller.flatMap(Caller::csrf).map(token -> token.reveal()).orElse("");
    }
}
