package org.aptheke.systemd;

import java.util.Map;
import java.util.OptionalLong;

/** What a service manager leaves in the environment of this process. */
record Environment(Map<String, String> variables, long pid) {
    Environment {
        variables = Map.copyOf(variables);
    }

    String text(String name) {
        return variables.getOrDefault(name, "");
    }

    /** A number that is not negative; empty when there is none, or what is there is not one. */
    OptionalLong number(String name) {
        String text = text(name);
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Whether the variable names this process: what is meant for another was only passed on. */
    boolean means(String name) {
        return number(name).equals(OptionalLong.of(pid));
    }
}
