package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.Locale;

/** Whether a request was made by a page from elsewhere, as browsers say of those that they send. */
final class Origins {
    private static final String SITE = "Sec-Fetch-Site";
    private static final String ORIGIN = "Origin";

    private Origins() {}

    /** No other program sends these fields. */
    static boolean isFromElsewhere(Context context) {
        var site = context.header(SITE);
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        var origin = context.header(ORIGIN);
        return origin != null && !isOwn(origin, String.valueOf(context.header("Host")));
    }

    /** Without the scheme: one who speaks TLS for us in front of this listener changes it. */
    private static boolean isOwn(String origin, String host) {
        var lower = origin.toLowerCase(Locale.ROOT);
        var own = host.toLowerCase(Locale.ROOT);
        return lower.equals("http://" + own) || lower.equals("https://" + own);
    }

    /** Whether a browser says that the page is from here. */
    static boolean isKnown(Context context) {
        return context.header(SITE) != null || context.header(ORIGIN) != null;
    }
}
