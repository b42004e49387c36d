package org.aptheke.admin;

import io.javalin.http.Context;
import tools.jackson.databind.json.JsonMapper;

/** Errors of the API, as RFC 9457 has them. */
final class Problem {
    private static final JsonMapper JSON = new JsonMapper();

    private Problem() {}

    static void answer(Context context, int status, String title, String detail) {
        var problem = JSON.createObjectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        context.status(status).contentType("application/problem+json").result(problem.toString());
    }
}
