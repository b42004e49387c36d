package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.LogLines;
import org.aptheke.keep.SuiteSize;
import org.aptheke.suite.SuiteDetails;

/** One suite: its generations, members and history, and what it takes in the store for who asks that. */
final class SuitePage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 5;
    private static final int MOST_MEMBERS = 200;
    private static final int LINES = 30;

    private final AdminServer.Behind shown;

    SuitePage(AdminServer.Behind shown) {
        this.shown = shown;
    }

    /**
     * What its template shows.
     *
     * @param members some of so many
     * @param size empty as long as nobody has asked: finding out reads all indexes
     */
    record View(
            Frame frame,
            SuiteRow suite,
            List<Generation> generations,
            List<Member> members,
            int memberCount,
            List<LogRow> history,
            Optional<SuiteSize> size) {
        View {
            generations = List.copyOf(generations);
            members = List.copyOf(members);
            history = List.copyOf(history);
        }

        String dropLink() {
            return Links.to("/jobs/new", "kind", "drop", "suite", suite.suite());
        }

        String sizeLink() {
            return Links.to("/suite", "name", suite.suite(), "size", "1") + "#size";
        }

        /** What asks for a check. */
        String checkContent() {
            return "{\"suite\": \"" + suite.suite().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }
    }

    /** A generation that is kept. */
    record Generation(
            String number,
            Optional<Moment> date,
            Optional<Moment> adoptedAt,
            Optional<Moment> supersededAt,
            String signature) {
        static Generation of(SuiteDetails.Kept kept, Frame frame) {
            return new Generation(
                    Figures.count(kept.number()),
                    frame.moment(kept.date()),
                    Optional.of(frame.moment(kept.adoptedAt())),
                    frame.moment(kept.supersededAt()),
                    kept.verdict());
        }
    }

    /** A member that clients use. */
    record Member(String path, String size, Optional<Moment> usedAt) {
        static Member of(SuiteDetails.Used used, Frame frame) {
            return new Member(
                    used.path(),
                    used.size().isPresent() ? Figures.bytes(used.size().getAsLong()) : "–",
                    Optional.of(frame.moment(used.usedAt())));
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var name = frame.visit().asked("name");
        var found = shown.suites().get().stream()
                .filter(suite -> suite.suite().equals(name))
                .map(suite -> SuiteRow.of(suite, frame))
                .findFirst();
        return found.isEmpty() ? Optional.empty() : Optional.of(Templates.render("suite", view(found.get(), frame)));
    }

    private View view(SuiteRow suite, Frame frame) throws IOException {
        var details = shown.desk().details(suite.suite()).orElse(new SuiteDetails(List.of(), List.of()));
        boolean measures = !frame.visit().asked("size").isEmpty();
        var titled = frame.titled(suite.suite());
        return new View(
                measures ? titled : titled.live(REFRESH_SECONDS),
                suite,
                details.generations().stream()
                        .map(kept -> Generation.of(kept, frame))
                        .toList(),
                details.members().stream()
                        .limit(MOST_MEMBERS)
                        .map(used -> Member.of(used, frame))
                        .toList(),
                details.members().size(),
                history(suite.suite(), frame),
                measures ? size(suite.suite()) : Optional.empty());
    }

    private Optional<SuiteSize> size(String suite) throws IOException {
        return shown.sizes().measure().stream()
                .filter(each -> each.suite().equals(suite))
                .findFirst();
    }

    private List<LogRow> history(String suite, Frame frame) {
        var wanted = new LogLines.Wanted(LogLines.Level.INFO, suite + ": ", "suite", 0, false, LINES);
        return shown.views().log().lines(wanted).stream()
                .map(line -> LogRow.of(line, frame))
                .toList();
    }
}
