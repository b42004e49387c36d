package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.access.Role;
import org.aptheke.metrics.Metrics;

/** What Prometheus reads. */
final class MetricsRoutes implements EndpointGroup {
    private final Supplier<String> metrics;

    MetricsRoutes(Supplier<String> metrics) {
        this.metrics = metrics;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/metrics", Role.VIEW, "All metrics, as Prometheus reads them", this::show));
    }

    private void show(Context context) {
        context.contentType(Metrics.CONTENT_TYPE).result(metrics.get());
    }
}
