package org.aptheke.admin;

import java.util.List;

/** The table of all endpoints: what is not in it does not exist. */
final class Endpoints {
    private Endpoints() {}

    static List<Endpoint> of(AdminServer.Behind behind) {
        return groups(behind).stream()
                .flatMap(group -> group.endpoints().stream())
                .toList();
    }

    private static List<EndpointGroup> groups(AdminServer.Behind behind) {
        return List.of(
                new SuiteRoutes(behind.suites(), behind.sizes()),
                new OriginRoutes(behind.origins()),
                new OfflineRoutes(behind.offline()),
                new JobRoutes(behind.runner()),
                new MetricsRoutes(behind.metrics()));
    }
}
