package org.aptheke.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when a handler could not. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private static final int NOT_FOUND = 404;

    private Failures() {}

    static void register(RoutesConfig routes) {
        routes.exception(Asked.UnclearException.class, (e, context) -> e.answer(context));
        routes.exception(HttpResponseException.class, Failures::refused);
        routes.exception(Exception.class, Failures::failed);
    }

    /** What Javalin refuses by itself, above all what there is not. */
    private static void refused(HttpResponseException e, Context context) {
        if (e.getStatus() == NOT_FOUND) {
            Problem.answer(context, NOT_FOUND, "Not found", "There is nothing at " + context.path() + ".");
        } else {
            Problem.answer(context, e.getStatus(), "Not possible", String.valueOf(e.getMessage()));
        }
    }

    private static void failed(Exception e, Context context) {
        LOG.error("{} {} failed", context.method(), context.path(), e);
        Problem.answer(context, 500, "It failed", "It failed; the log of the program says why.");
    }
}
