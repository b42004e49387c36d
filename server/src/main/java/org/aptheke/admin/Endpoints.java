package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;

/** The table of all endpoints: what is not in it does not exist. */
final class Endpoints {
    private Endpoints() {}

    static List<Endpoint> of(AdminServer.Behind behind, Access access, Pages pages, EventStreams streams) {
        var all = new ArrayList<Endpoint>();
        groups(behind, access, pages, streams).forEach(group -> all.addAll(group.endpoints()));
        all.addAll(new DescriptionRoutes(() -> all, behind.views().version()).endpoints());
        return List.copyOf(all);
    }

    private static List<EndpointGroup> groups(
            AdminServer.Behind behind, Access access, Pages pages, EventStreams streams) {
        var views = behind.views();
        return List.of(
                new StatusRoutes(views.status()),
                new TrafficRoutes(views.traffic(), views.generations(), views.clock()),
                new TransferRoutes(views.transfers()),
                new StockRoutes(views.stock(), behind.runner()),
                new LogRoutes(views.log(), streams),
                new ConfigRoutes(views.settings()),
                new SuiteRoutes(behind.suites(), behind.sizes(), behind.desk()),
                new OriginRoutes(behind.origins()),
                new OfflineRoutes(behind.offline()),
                new JobRoutes(behind.runner()),
                new BundleRoutes(behind.runner(), behind.bundles()),
                new SessionRoutes(access.gate()),
                new TokenRoutes(access.gate().tokens(), access.clock()),
                new MetricsRoutes(behind.metrics()),
                new PageRoutes(pages));
    }
}
