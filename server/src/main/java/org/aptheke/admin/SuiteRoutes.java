package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.access.Role;
import org.aptheke.keep.SuiteSize;
import org.aptheke.suite.SuiteStatus;

/** The part of the API that is about suites. */
final class SuiteRoutes implements EndpointGroup {
    /** With their parts these are some tens of kilobytes. */
    private static final int USUAL = 50;

    private final Supplier<List<SuiteStatus>> suites;
    private final AdminServer.Measuring sizes;

    SuiteRoutes(Supplier<List<SuiteStatus>> suites, AdminServer.Measuring sizes) {
        this.suites = suites;
        this.sizes = sizes;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/suites", Role.VIEW, "The suites that are kept, and how they fare", this::suites)
                        .asking("limit", "so many on a page of JSON, 100 at most")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get("/api/v1/suites/sizes", Role.VIEW, "What suites take in the store", this::sizes)
                        .asking("limit", "so many on a page of JSON, 100 at most")
                        .asking("cursor", "what the page before said is its next"));
    }

    private void suites(Context context) {
        var params = new Params(context);
        var all = suites.get();
        Answers.send(
                context,
                () -> SuiteTable.of(all),
                () -> SuiteJson.of(Paged.byName(all, SuiteStatus::suite, params, USUAL)));
    }

    private void sizes(Context context) throws IOException {
        var params = new Params(context);
        var measured = sizes.measure();
        Answers.send(
                context,
                () -> SuiteSizes.text(measured),
                () -> SuiteSizes.json(Paged.byName(measured, SuiteSize::suite, params, USUAL)));
    }
}
