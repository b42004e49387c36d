package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Answers of the API: as text for people who ask for that, else as JSON. */
final class Answers {
    /** What a terminal would take for a command: names and reasons may be of strangers. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\u0080-\u009f&&[^\n\t]]");

    private Answers() {}

    static void send(Context context, Supplier<String> text, Supplier<String> json) {
        if (String.valueOf(context.header("Accept")).startsWith("text/plain")) {
            context.contentType("text/plain; charset=utf-8").result(printable(text.get()));
        } else {
            context.contentType("application/json").result(json.get());
        }
        context.header("Cache-Control", "no-store");
    }

    private static String printable(String text) {
        return CONTROLS.matcher(text).replaceAll("?");
    }
}
