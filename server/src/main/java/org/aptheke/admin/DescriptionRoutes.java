package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.access.Role;

/** The description of the API for programs. */
final class DescriptionRoutes implements EndpointGroup {
    private final Supplier<List<Endpoint>> endpoints;
    private final String version;

    DescriptionRoutes(Supplier<List<Endpoint>> endpoints, String version) {
        this.endpoints = endpoints;
        this.version = version;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                "/api/v1/openapi.json", Role.VIEW, "This description, as OpenAPI has it", this::description));
    }

    private void description(Context context) {
        context.contentType("application/json").result(OpenApi.of(endpoints.get(), version));
    }
}
