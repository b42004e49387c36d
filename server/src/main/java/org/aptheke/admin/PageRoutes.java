package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.aptheke.access.Role;

/** The pages and their files among the endpoints. */
final class PageRoutes implements EndpointGroup {
    private final Pages pages;

    PageRoutes(Pages pages) {
        this.pages = pages;
    }

    @Override
    public List<Endpoint> endpoints() {
        var endpoints = new ArrayList<Endpoint>();
        pages.all()
                .forEach(page -> endpoints.add(
                        Endpoint.get(page.path(), Role.VIEW, "A page of the console", context -> show(context, page))));
        endpoints.add(Endpoint.openGet("/login", "The page to log in at", this::logIn));
        endpoints.add(Endpoint.openGet("/assets/{name}", "A file that pages use", this::asset));
        return endpoints;
    }

    private void show(Context context, Page page) throws IOException {
        var visit = visit(context);
        var html = page.html(visit);
        send(context.status(html.isPresent() ? 200 : 404), html.orElseGet(() -> pages.notFound(visit)));
    }

    private void logIn(Context context) {
        send(context, pages.logIn(visit(context)));
    }

    private static void send(Context context, String html) {
        context.contentType("text/html; charset=utf-8").result(html);
    }

    private static Visit visit(Context context) {
        var asked = new HashMap<String, String>();
        context.queryParamMap().forEach((name, values) -> asked.put(name, values.getFirst()));
        asked.putAll(context.pathParamMap());
        return new Visit(asked, Callers.of(context));
    }

    private void asset(Context context) {
        var asset = pages.asset(context.pathParam("name"));
        if (asset.isEmpty()) {
            context.status(404);
            return;
        }
        // Kept by browsers, and asked for each time: a new program has new pages at once.
        context.header("Cache-Control", "no-cache").header("ETag", asset.get().tag());
        if (asset.get().tag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(asset.get().type()).result(asset.get().text());
        }
    }
}
