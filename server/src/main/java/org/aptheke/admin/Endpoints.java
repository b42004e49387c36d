package org.aptheke.admin;

import java.util.List;

/** The table of all endpoints: what is not in it does not exist. */
final class Endpoints {
    private Endpoints() {}

    static List<Endpoint> of(AdminServer.Behind behind, Access access) {
        return groups(behind, access).stream()
                .flatMap(group -> group.endpoints().stream())
                .toList();
    }

    private static List<EndpointGroup> groups(AdminServer.Behind behind, Access access) {
        return List.of(
                new SuiteRoutes(behind.suites(), behind.sizes()),
                new OriginRoutes(behind.origins()),
                new OfflineRoutes(behind.offline()),
                new JobRoutes(behind.runner()),
                new MetricsRoutes(behind.metrics()),
                new SessionRoutes(access.gate()),
                new TokenRoutes(access.gate().tokens(), access.clock()));
    }
}
