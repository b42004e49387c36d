package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.access.Role;

/** The part of the API that is about origins. */
final class OriginRoutes implements EndpointGroup {
    private final Supplier<OriginStatus> origins;

    OriginRoutes(Supplier<OriginStatus> origins) {
        this.origins = origins;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                "/api/v1/origins",
                Role.VIEW,
                "How mirrors and parent proxies fare, and what is asked by https",
                this::origins));
    }

    private void origins(Context context) {
        var status = origins.get();
        Answers.send(context, () -> OriginTable.of(status), () -> OriginJson.of(status));
    }
}
