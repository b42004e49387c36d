package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.aptheke.access.Role;

/** The pages and their files among the endpoints. */
final class PageRoutes implements EndpointGroup {
    /** Nothing but what is here, and nothing within a page: a name that were to become markup could still do nothing. */
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self';" + " frame-ancestors 'none'";

    private final Pages pages;

    PageRoutes(Pages pages) {
        this.pages = pages;
    }

    @Override
    public List<Endpoint> endpoints() {
        var endpoints = new ArrayList<Endpoint>();
        pages.all()
                .forEach(page -> endpoints.add(
                        Endpoint.get(page.path(), Role.VIEW, "A page of the console", context -> send(context, page))));
        endpoints.add(Endpoint.openGet("/assets/{name}", "A file that pages use", this::asset));
        return endpoints;
    }

    private void send(Context context, Page page) throws IOException {
        var visit = visit(context);
        var html = page.html(visit);
        context.status(html.isPresent() ? 200 : 404)
                .contentType("text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .result(html.orElseGet(() -> pages.notFound(visit)));
    }

    private static Visit visit(Context context) {
        var asked = new HashMap<String, String>();
        context.queryParamMap().forEach((name, values) -> asked.put(name, values.getFirst()));
        asked.putAll(context.pathParamMap());
        return new Visit(asked, Optional.empty(), Role.ADMIN, "");
    }

    private void asset(Context context) {
        var asset = pages.asset(context.pathParam("name"));
        if (asset.isEmpty()) {
            context.status(404);
            return;
        }
        context.header("Cache-Control", "no-cache")
                .header("ETag", asset.get().tag())
                .header("X-Content-Type-Options", "nosniff");
        if (asset.get().tag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(asset.get().type()).result(asset.get().text());
        }
    }
}
