package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.function.Supplier;

/** Answers of the API: as text for people who ask for that, else as JSON. */
final class Answers {
    private Answers() {}

    static void send(Context context, Supplier<String> text, Supplier<String> json) {
        if (String.valueOf(context.header("Accept")).startsWith("text/plain")) {
            context.contentType("text/plain; charset=utf-8").result(text.get());
        } else {
            context.contentType("application/json").result(json.get());
        }
        context.header("Cache-Control", "no-store");
    }
}
