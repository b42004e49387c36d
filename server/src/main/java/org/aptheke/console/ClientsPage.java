package org.aptheke.console;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.admin.AdminServer;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Order;
import org.aptheke.store.TrafficBook.Ranking;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.traffic.TrafficRecorder;

/** Who asked, with the traffic and the generations that they got. */
final class ClientsPage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 10;
    private static final int SHOWN_GENERATIONS = 2;

    private final TrafficRecorder traffic;
    private final AdminServer.Generations generations;

    ClientsPage(TrafficRecorder traffic, AdminServer.Generations generations) {
        this.traffic = traffic;
        this.generations = generations;
    }

    /** What its template shows. */
    record View(Frame frame, Range range, List<Row> rows, Pager pager, String sought, long known) {
        View {
            rows = List.copyOf(rows);
        }

        String tab(Range other) {
            return Links.to("/clients", "range", other.word(), "q", sought);
        }
    }

    /**
     * A client.
     *
     * @param generations the last ones that it got
     * @param moreGenerations how many are not shown
     */
    record Row(TrafficRow traffic, List<Generation> generations, int moreGenerations) {
        Row {
            generations = List.copyOf(generations);
        }

        String page() {
            return Links.to("/client", "name", traffic.name());
        }
    }

    /** What a client got of a suite last. */
    record Generation(String suite, String number, boolean isCurrent, Optional<Moment> at) {
        static List<Generation> all(String client, AdminServer.Generations generations, Frame frame) {
            return generations.of(InetAddress.ofLiteral(client)).stream()
                    .sorted(Comparator.comparing(ClientGeneration::at).reversed())
                    .map(got -> new Generation(
                            got.suite(),
                            Figures.count(got.generation()),
                            got.generation() == got.current(),
                            Optional.of(frame.moment(got.at()))))
                    .toList();
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var range = Range.of(frame.visit());
        var sought = frame.visit().asked("q").strip();
        var from = range.from(frame.now());
        var until = from.plus(range.piece().multipliedBy(range.count()));
        var span = TrafficRow.span(range);
        var book = traffic.read();
        long known = book.names(Subject.CLIENT, span, from, until);
        var pager = Pager.of(frame.visit(), "/clients", known);
        var ranking = new Ranking(Subject.CLIENT, span, from, until, Order.BYTES, sought, pager.offset(), Pager.ROWS);
        var rows = book.ranked(ranking).stream().map(entry -> row(entry, frame)).toList();
        return Optional.of(
                Templates.render("clients", new View(frame.live(REFRESH_SECONDS), range, rows, pager, sought, known)));
    }

    private Row row(Entry entry, Frame frame) {
        var row = TrafficRow.of(entry, frame);
        var all = row.isOthers() ? List.<Generation>of() : Generation.all(entry.name(), generations, frame);
        int shown = Math.min(SHOWN_GENERATIONS, all.size());
        return new Row(row, all.subList(0, shown), all.size() - shown);
    }
}
