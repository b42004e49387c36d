package org.aptheke.console;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.OriginStatus;
import org.aptheke.admin.Transfers;
import org.aptheke.fetch.FetchView;

/** What comes from origins just now and came lately, and how origins are reached. */
final class TransfersPage implements Sheet.Middle {
    static final String LEAD =
            "What is being fetched from origins. Files that are in the cache already need no transfer.";
    private static final int LATEST = 30;

    private final Supplier<Transfers> transfers;
    private final Supplier<OriginStatus> origins;

    TransfersPage(Supplier<Transfers> transfers, Supplier<OriginStatus> origins) {
        this.transfers = transfers;
        this.origins = origins;
    }

    /** What its template shows. */
    record View(
            Frame frame,
            List<TransferRow> running,
            Pager pager,
            String rate,
            List<TransferRow> latest,
            List<WayRow> ways) {
        View {
            running = List.copyOf(running);
            latest = List.copyOf(latest);
            ways = List.copyOf(ways);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        var all = transfers.get();
        var running = all.running().stream()
                .sorted(Comparator.comparing((FetchView view) -> view.state() == FetchView.State.WAITING))
                .toList();
        var pager = Pager.of(frame.visit(), "/transfers", running.size());
        long rate = running.stream().mapToLong(FetchView::bytesPerSecond).sum();
        return Optional.of(Templates.render(
                "transfers",
                new View(
                        frame.live(1),
                        pager.cut(running).stream()
                                .map(view -> TransferRow.of(view, frame))
                                .toList(),
                        pager,
                        Figures.rate(rate),
                        all.latest().stream()
                                .limit(LATEST)
                                .map(view -> TransferRow.of(view, frame))
                                .toList(),
                        WayRow.all(origins.get(), frame))));
    }
}
