package org.aptheke.admin;

import io.javalin.http.Context;
import tools.jackson.databind.json.JsonMapper;

/** Errors of the API, as RFC 9457 has them. */
final class Problem {
    private static final JsonMapper JSON = new JsonMapper();

    static final String TYPE = "application/problem+json";

    /** A path for data: what errors are. */
    static final String PATH = "/api/";

    private Problem() {}

    static void answer(Context context, int status, String title, String detail) {
        context.status(status).contentType(TYPE).result(text(status, title, detail));
    }

    static String text(int status, String title, String detail) {
        return JSON.createObjectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toString();
    }
}
