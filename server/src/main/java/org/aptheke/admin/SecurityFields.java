package org.aptheke.admin;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** What every answer tells browsers not to do with it; also those that the server makes by itself. */
final class SecurityFields implements HttpConfiguration.Customizer {
    private static final String POLICY = "Content-Security-Policy";

    /** Data: nothing in it is to be shown as a page. */
    private static final String DATA =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** Nothing from elsewhere and nothing within a page: a name that were to become markup could still do nothing. */
    private static final String PAGE =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none';" + " form-action 'self'";

    /** Not {@code no-referrer}: with that, browsers say of a page's own form that it is from {@code null}. */
    private static final String REFERRER = "same-origin";

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            REFERRER,
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    @Override
    public Request customize(Request request, HttpFields.Mutable fields) {
        put(fields, Request.getPathInContext(request));
        return request;
    }

    static void put(HttpFields.Mutable fields, String path) {
        ALWAYS.forEach(fields::put);
        fields.put(POLICY, Paths.isData(path) ? DATA : PAGE);
    }
}
