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
    private final SuiteDesk desk;

    SuiteRoutes(Supplier<List<SuiteStatus>> suites, AdminServer.Measuring sizes, SuiteDesk desk) {
        this.suites = suites;
        this.sizes = sizes;
        this.desk = desk;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/suites", Role.VIEW, "The suites that are kept, and how they fare", this::suites)
                        .asking("limit", "so many on a page of JSON, 100 at most")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get("/api/v1/suites/sizes", Role.VIEW, "What suites take in the store", this::sizes)
                        .asking("limit", "so many on a page of JSON, 100 at most")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get(
                                "/api/v1/suites/details",
                                Role.VIEW,
                                "The generations of a suite that are kept, and its members in use",
                                this::details)
                        .asking("suite", "its directory, as /api/v1/suites shows it"),
                Endpoint.post(
                        "/api/v1/suites/check", Role.OPERATE, "Has a suite checked at its origin now", this::check));
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

    private void details(Context context) {
        var suite = new Params(context).text("suite").orElse("");
        var details = desk.details(suite);
        if (details.isPresent()) {
            Answers.send(context, () -> SuiteTable.of(details.get()), () -> SuiteJson.of(details.get()));
        } else {
            unknown(context, suite);
        }
    }

    /** The content is {@code {"suite": "deb.example.org/debian/dists/trixie"}}. */
    private void check(Context context) {
        var suite = Asked.of(context).text("suite");
        if (desk.check(suite)) {
            context.status(202);
            Answers.send(context, () -> "is being checked\n", () -> "{\"checking\": true}\n");
        } else {
            unknown(context, suite);
        }
    }

    private static void unknown(Context context, String suite) {
        Problem.answer(context, 404, "No such suite", "No suite is called \"" + suite + "\"; /api/v1/suites has them.");
    }
}
