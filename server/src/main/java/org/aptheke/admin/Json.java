package org.aptheke.admin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How documents of the API are begun and written. */
final class Json {
    private static final JsonMapper JSON = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** For people too. */
    static String pretty(JsonNode node) {
        return node.toPrettyString() + "\n";
    }

    /** For lists, in which blanks would be the most. */
    static String compact(JsonNode node) {
        return node + "\n";
    }
}
