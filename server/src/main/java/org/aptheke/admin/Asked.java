package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a request that changes something says, as JSON. */
record Asked(JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /** It cannot be understood; answered with 400. */
    static final class UnclearException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnclearException(String detail) {
            super(detail);
        }

        void answer(Context context) {
            Problem.answer(context, 400, "Not clear", String.valueOf(getMessage()));
        }
    }

    static Asked of(Context context) {
        try {
            return new Asked(JSON.readTree(context.body()));
        } catch (JacksonException e) {
            throw new UnclearException("Not JSON: " + e.getOriginalMessage());
        }
    }

    /** Empty when there is no such text. */
    String text(String name) {
        return json.path(name).asString("");
    }

    /** Empty when nothing is said; what is said is never guessed at, since one of the two may remove files. */
    Optional<Boolean> yesOrNo(String name) {
        var node = json.path(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            throw new UnclearException(name + " is to be true or false.");
        }
        return Optional.of(node.asBoolean());
    }

    Map<String, String> texts(String name) {
        var texts = new TreeMap<String, String>();
        json.path(name)
                .properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asString("")));
        return texts;
    }
}
