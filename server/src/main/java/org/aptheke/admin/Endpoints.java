package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;

/** The table of all endpoints: what is not in it does not exist. */
final class Endpoints {
    private Endpoints() {}

    /**
     * What is served.
     *
     * @param pages for people
     * @param streams what sends on and on
     */
    record Served(AdminServer.Behind behind, Access access, Pages pages, EventStreams streams) {}

    static List<Endpoint> of(Served served) {
        var all = new ArrayList<Endpoint>();
        groups(served).forEach(group -> all.addAll(group.endpoints()));
        all.addAll(new DescriptionRoutes(() -> all, served.behind().views().version()).endpoints());
        return List.copyOf(all);
    }

    private static List<EndpointGroup> groups(Served served) {
        var behind = served.behind();
        var access = served.access();
        var views = behind.views();
        return List.of(
                new StatusRoutes(views.status()),
                new TrafficRoutes(views.traffic(), views.generations(), views.clock()),
                new TransferRoutes(views.transfers()),
                new StockRoutes(views.stock(), behind.runner()),
                new LogRoutes(views.log(), served.streams()),
                new ConfigRoutes(views.settings()),
                new SuiteRoutes(behind.suites(), behind.sizes()),
                new OriginRoutes(behind.origins()),
                new OfflineRoutes(behind.offline()),
                new JobRoutes(behind.runner()),
                new SessionRoutes(access.gate()),
                new TokenRoutes(access.gate().tokens(), access.clock()),
                new PageRoutes(served.pages()));
    }
}
