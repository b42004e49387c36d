package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.AdminServer;
import org.aptheke.keep.SuiteSize;
import org.aptheke.suite.SuiteStatus;

/** One suite: its generation, and what it takes in the store for who asks that. */
final class SuitePage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 5;

    private final Supplier<List<SuiteStatus>> suites;
    private final AdminServer.Measuring sizes;

    SuitePage(Supplier<List<SuiteStatus>> suites, AdminServer.Measuring sizes) {
        this.suites = suites;
        this.sizes = sizes;
    }

    /**
     * What its template shows.
     *
     * @param size empty as long as nobody has asked: finding out reads all indexes
     */
    record View(Frame frame, SuiteRow suite, Optional<SuiteSize> size) {
        String dropLink() {
            return Links.to("/jobs/new", "kind", "drop", "suite", suite.suite());
        }

        String sizeLink() {
            return Links.to("/suite", "name", suite.suite(), "size", "1") + "#size";
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var name = frame.visit().asked("name");
        var found = suites.get().stream()
                .filter(suite -> suite.suite().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean measures = !frame.visit().asked("size").isEmpty();
        var titled = frame.titled(name).saying("");
        var size = measures
                ? sizes.measure().stream()
                        .filter(each -> each.suite().equals(name))
                        .findFirst()
                : Optional.<SuiteSize>empty();
        return Optional.of(Templates.render(
                "suite",
                new View(measures ? titled : titled.live(REFRESH_SECONDS), SuiteRow.of(found.get(), frame), size)));
    }
}
