package org.aptheke.console;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.StandingWords;
import org.aptheke.suite.SuiteStatus;

/** All suites, those in trouble first. */
final class SuitesPage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 5;

    private final Supplier<List<SuiteStatus>> suites;

    SuitesPage(Supplier<List<SuiteStatus>> suites) {
        this.suites = suites;
    }

    /**
     * What its template shows.
     *
     * @param known how many there are in all
     */
    record View(Frame frame, List<SuiteRow> rows, Pager pager, String sought, int known) {
        View {
            rows = List.copyOf(rows);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        var all = suites.get();
        var sought = frame.visit().asked("q").strip();
        var found = all.stream()
                .filter(suite -> suite.suite().toLowerCase(Locale.ROOT).contains(sought.toLowerCase(Locale.ROOT)))
                .map(suite -> SuiteRow.of(suite, frame))
                .sorted(Comparator.comparing(SuiteRow::isWell).thenComparing(SuiteRow::suite))
                .toList();
        var pager = Pager.of(frame.visit(), "/suites", found.size());
        return Optional.of(Templates.render(
                "suites", new View(frame.live(REFRESH_SECONDS), pager.cut(found), pager, sought, all.size())));
    }

    /** Whether something is to be done about it. */
    static boolean isWell(StandingWords words) {
        return words.state().equals("current")
                || words.state().equals("adopting")
                || words.state().equals("unchecked");
    }
}
