package org.aptheke.config;

import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** A value that some source gives, not yet read. */
record Found(String source, OptionalInt line, String name, JsonNode node) {
    ConfigProblem problem(String wrong, String remedy) {
        String value = Keys.SECRET.contains(name) ? "" : node.toString();
        return new ConfigProblem(source, line, name, value, wrong, remedy);
    }

    /** For a person: where it was said. */
    String place() {
        return line.isPresent() ? source + ":" + line.getAsInt() : source;
    }
}
