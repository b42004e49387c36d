package org.aptheke.admin;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aptheke.access.Role;
import org.aptheke.fetch.FetchView;
import org.aptheke.http.AddressText;
import org.aptheke.http.Masked;
import tools.jackson.databind.node.ObjectNode;

/** The part of the API that is about what comes from origins. */
final class TransferRoutes implements EndpointGroup {
    private static final int USUAL = 50;

    /** Of one transfer. */
    private static final int MOST_CLIENTS = 20;

    private final Supplier<Transfers> transfers;

    TransferRoutes(Supplier<Transfers> transfers) {
        this.transfers = transfers;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                        "/api/v1/transfers",
                        Role.VIEW,
                        "What comes from origins now, and what has ended lately",
                        this::transfers)
                .asking("limit", "so many on a page, 100 at most")
                .asking("cursor", "what the page before said is its next"));
    }

    /** With {@code limit} and {@code cursor} for those that run; the first page also has those that ended. */
    private void transfers(Context context) {
        var params = new Params(context);
        var all = transfers.get();
        var after = params.cursor().map(TransferRoutes::number).orElse(0L);
        int limit = params.limit(USUAL);
        var running = all.running().stream()
                .filter(view -> view.number() > after)
                .limit(limit + 1L)
                .toList();
        boolean more = running.size() > limit;
        var page = more ? running.subList(0, limit) : running;
        Optional<String> next =
                more ? Optional.of(Params.cursor(String.valueOf(page.getLast().number()))) : Optional.empty();
        var ended = after == 0
                ? all.latest().subList(0, Math.min(limit, all.latest().size()))
                : List.<FetchView>of();
        Answers.send(context, () -> text(page, ended), () -> json(all.running().size(), page, next, ended));
    }

    private static long number(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw Params.notACursor();
        }
        return Long.parseLong(cursor);
    }

    private static String json(int total, List<FetchView> running, Optional<String> next, List<FetchView> ended) {
        var root = Json.object().put("total", total);
        next.ifPresent(cursor -> root.put("next", cursor));
        var now = root.putArray("running");
        running.forEach(view -> now.add(node(view)));
        var latest = root.putArray("latest");
        ended.forEach(view -> latest.add(node(view)));
        return Json.compact(root);
    }

    private static ObjectNode node(FetchView view) {
        var node = Json.object()
                .put("number", view.number())
                .put("file", Masked.secrets(view.key()))
                .put("state", word(view))
                .put("begunAt", view.begunAt().toString());
        view.endedAt().ifPresent(at -> node.put("endedAt", at.toString()));
        view.upstream().ifPresent(target -> node.put("upstream", Masked.secrets(target.toString())));
        if (!view.peer().isEmpty()) {
            node.put("address", view.peer());
        }
        node.put("bytes", view.bytes());
        view.total().ifPresent(total -> node.put("total", total));
        node.put("bytesPerSecond", view.bytesPerSecond()).put("background", view.background());
        if (!view.failure().isEmpty()) {
            node.put("failure", Masked.secrets(view.failure()));
        }
        var clients = node.put("clientCount", view.clients().size()).putArray("clients");
        view.clients().stream().limit(MOST_CLIENTS).forEach(client -> clients.add(AddressText.of(client)));
        return node;
    }

    private static String word(FetchView view) {
        return view.state().name().toLowerCase(Locale.ROOT);
    }

    private static String text(List<FetchView> running, List<FetchView> ended) {
        return running.isEmpty() && ended.isEmpty()
                ? "Nothing comes from an origin.\n"
                : table(Stream.concat(running.stream(), ended.stream()).toList());
    }

    private static String table(List<FetchView> views) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("STATE", "DONE", "SIZE", "RATE", "CLIENTS", "FROM", "FILE"));
        for (var view : views) {
            rows.add(List.of(
                    word(view),
                    done(view),
                    view.total().isPresent() ? Sizes.of(view.total().getAsLong()) : Sizes.of(view.bytes()),
                    view.state().hasEnded() ? "-" : Sizes.of(view.bytesPerSecond()) + "/s",
                    String.valueOf(view.clients().size()),
                    view.peer().isEmpty() ? "-" : view.peer(),
                    Masked.escaped(Masked.secrets(view.key()), false)));
        }
        return new Columns(rows).text();
    }

    private static String done(FetchView view) {
        long total = view.total().orElse(0);
        return total == 0 ? "-" : 100 * Math.min(view.bytes(), total) / total + " %";
    }
}
