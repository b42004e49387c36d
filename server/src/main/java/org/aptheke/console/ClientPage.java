package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.LogLines;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.traffic.TrafficRecorder;

/** One client: its traffic, the generations that it got, and what it asked for lately. */
final class ClientPage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 5;
    private static final int LINES = 30;

    private final TrafficRecorder traffic;
    private final AdminServer.Generations generations;
    private final LogLines log;

    ClientPage(TrafficRecorder traffic, AdminServer.Generations generations, LogLines log) {
        this.traffic = traffic;
        this.generations = generations;
        this.log = log;
    }

    /** What its template shows. */
    record View(
            Frame frame,
            String client,
            Range range,
            TrafficCounts counts,
            Plot plot,
            List<ClientsPage.Generation> generations,
            List<LogRow> lines) {
        View {
            generations = List.copyOf(generations);
            lines = List.copyOf(lines);
        }

        String tab(Range other) {
            return Links.to("/client", "name", client, "range", other.word());
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var client = frame.visit().asked("name");
        if (!client.matches("[0-9a-fA-F:.]{2,45}")) {
            return Optional.empty();
        }
        var range = Range.of(frame.visit());
        var over = TrafficPlot.of(traffic, new TrafficPlot.Wanted(Subject.CLIENT, client, range), frame.now());
        try {
            return Optional.of(Templates.render(
                    "client",
                    new View(
                            frame.titled(client).live(REFRESH_SECONDS),
                            client,
                            range,
                            over.counts(),
                            over.plot(),
                            ClientsPage.Generation.all(client, generations, frame),
                            LogRow.accessWith(log, client, LINES, frame))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // looks like an address, and is none
        }
    }
}
