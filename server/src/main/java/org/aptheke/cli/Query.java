package org.aptheke.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A path of the API with parameters behind it. */
final class Query {
    private final String path;
    private final List<String> parameters = new ArrayList<>();

    Query(String path) {
        this.path = path;
    }

    /** Adds nothing when the value is empty. */
    Query with(String name, String value) {
        if (!value.isEmpty()) {
            parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return this;
    }

    Query with(String name, Optional<?> value) {
        return with(name, value.map(Object::toString).orElse(""));
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }
}
