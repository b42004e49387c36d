package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;
import org.aptheke.origin.Secret;

/** The cookie that shows a session: no script reads it, no page from elsewhere has it sent. */
final class SessionCookie {
    private static final String NAME = "aptheke-session";

    /** Browsers take this only by TLS, for this host alone. */
    private static final String SECURE_NAME = "__Host-" + NAME;

    private static final int UNTIL_THE_BROWSER_ENDS = -1;

    private SessionCookie() {}

    static Optional<Secret> shown(Context context) {
        return Optional.ofNullable(context.cookie(name(context))).map(Secret::of);
    }

    static void set(Context context, Secret value) {
        context.cookie(cookie(context, value.reveal(), UNTIL_THE_BROWSER_ENDS));
    }

    static void remove(Context context) {
        context.cookie(cookie(context, "", 0));
    }

    private static Cookie cookie(Context context, String value, int seconds) {
        return new Cookie(name(context), value, "/", seconds, context.req().isSecure(), true, null, SameSite.STRICT);
    }

    private static String name(Context context) {
        return context.req().isSecure() ? SECURE_NAME : NAME;
    }
}
