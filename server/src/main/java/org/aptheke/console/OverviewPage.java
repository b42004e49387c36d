package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.Status;
import org.aptheke.health.Reason;
import org.aptheke.health.StoreRoom;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Order;
import org.aptheke.store.TrafficBook.Ranking;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.traffic.TrafficRecorder;
import org.aptheke.traffic.TrafficSecond;

/** How all is, at a glance. */
final class OverviewPage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 3;
    private static final int NOW_SECONDS = 10;
    private static final int TOP = 6;
    private static final int MOST_SUITES = 8;
    private static final int MOST_REASONS = 12;

    private final AdminServer.StatusSource status;
    private final TrafficRecorder traffic;

    OverviewPage(AdminServer.StatusSource status, TrafficRecorder traffic) {
        this.status = status;
        this.traffic = traffic;
    }

    /**
     * What its template shows.
     *
     * @param counts in the range
     * @param now the traffic of the last seconds
     * @param moreReasons how many are not shown
     */
    record View(
            Frame frame,
            Status status,
            Range range,
            TrafficCounts counts,
            Plot plot,
            Plot seconds,
            Now now,
            Disk disk,
            List<Reason> reasons,
            int moreReasons,
            List<SuiteRow> suites,
            int moreSuites,
            List<RunRow> runs,
            List<TrafficRow> repositories,
            List<TrafficRow> packages) {
        View {
            reasons = List.copyOf(reasons);
            suites = List.copyOf(suites);
            runs = List.copyOf(runs);
            repositories = List.copyOf(repositories);
            packages = List.copyOf(packages);
        }
    }

    /** Bytes and requests in a second, in the mean of the last ones. */
    record Now(long bytesPerSecond, long requestsPerSecond) {
        static Now of(List<TrafficSecond> seconds) {
            var last = seconds.subList(Math.max(0, seconds.size() - NOW_SECONDS), seconds.size());
            int length = Math.max(1, last.size());
            return new Now(
                    last.stream().mapToLong(TrafficSecond::bytes).sum() / length,
                    last.stream().mapToLong(TrafficSecond::requests).sum() / length);
        }
    }

    /** What the store takes, of what it may. */
    record Disk(Bar bar, boolean isNearlyFull) {
        private static final int NEARLY = 900;

        static Disk of(StoreRoom room) {
            long used = room.usedBytes().orElse(0);
            long usable = Math.max(0, room.usableBytes() - room.keepFreeBytes());
            long may = room.budgetBytes().isPresent()
                    ? Math.min(room.budgetBytes().getAsLong(), used + usable)
                    : used + usable;
            var bar = Bar.of(used, may, amount(room.usedBytes()), "of " + Figures.bytes(may));
            return new Disk(bar, bar.value() >= NEARLY);
        }

        private static String amount(OptionalLong bytes) {
            return bytes.isPresent() ? Figures.bytes(bytes.getAsLong()) : "being counted";
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var now = status.now();
        var range = Range.of(frame.visit());
        var over = TrafficPlot.of(traffic, new TrafficPlot.Wanted(Subject.ALL, "", range), frame.now());
        var seconds = traffic.lastSeconds();
        var trouble = now.suitesInTrouble();
        var reasons = now.health().reasons();
        return Optional.of(Templates.render(
                "overview",
                new View(
                        frame.live(REFRESH_SECONDS),
                        now,
                        range,
                        over.counts(),
                        over.plot(),
                        TrafficPlot.ofSeconds(seconds),
                        Now.of(seconds),
                        Disk.of(now.room()),
                        reasons.subList(0, Math.min(MOST_REASONS, reasons.size())),
                        Math.max(0, reasons.size() - MOST_REASONS),
                        trouble.stream()
                                .limit(MOST_SUITES)
                                .map(suite -> SuiteRow.of(suite, frame))
                                .toList(),
                        Math.max(0, trouble.size() - MOST_SUITES),
                        now.runningJobs().stream()
                                .map(run -> RunRow.of(run, frame))
                                .toList(),
                        top(Subject.REPOSITORY, range, frame),
                        top(Subject.PACKAGE, range, frame))));
    }

    private List<TrafficRow> top(Subject subject, Range range, Frame frame) throws IOException {
        var from = range.from(frame.now());
        var until = from.plus(range.piece().multipliedBy(range.count()));
        var ranking = new Ranking(subject, TrafficRow.span(range), from, until, Order.BYTES, "", 0, TOP);
        return traffic.read().ranked(ranking).stream()
                .map((Entry entry) -> TrafficRow.of(entry, frame))
                .toList();
    }
}
