package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.aptheke.access.Role;

/** The part of the API that shows how all is. */
final class StatusRoutes implements EndpointGroup {
    private final AdminServer.StatusSource status;

    StatusRoutes(AdminServer.StatusSource status) {
        this.status = status;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/status", Role.VIEW, "How the program is, and why if not well", this::status));
    }

    private void status(Context context) throws IOException {
        var now = status.now();
        Answers.send(context, () -> StatusText.of(now), () -> StatusJson.of(now));
    }
}
