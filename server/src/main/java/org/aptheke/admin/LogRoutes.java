package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.aptheke.access.Role;
import org.aptheke.admin.LogLines.Level;
import org.aptheke.admin.LogLines.Line;
import org.aptheke.admin.LogLines.Wanted;
import tools.jackson.databind.node.ObjectNode;

/** The part of the API that shows what the program and the access log say. */
final class LogRoutes implements EndpointGroup {
    private static final int USUAL = 100;

    private final LogLines lines;
    private final EventStreams streams;

    LogRoutes(LogLines lines, EventStreams streams) {
        this.lines = lines;
        this.streams = streams;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/log", Role.VIEW, "The last lines of the logs", this::log)
                        .asking("level", "error, warn, info or debug: no lines that are less bad")
                        .asking("q", "a part of the line")
                        .asking("source", "access, or a part of the program")
                        .asking("order", "latest, errors for the worst first, or next for what is right behind after")
                        .asking("after", "the number of a line: only later ones")
                        .asking("limit", "so many lines, 100 at most")
                        .asking("numbered", "anything, to have numbers before lines of text"),
                Endpoint.get(
                                "/api/v1/events",
                                Role.VIEW,
                                "What happens, as server-sent events: lines of the logs",
                                this::follow)
                        .asking("level", "error, warn, info or debug: no lines that are less bad")
                        .asking("q", "a part of the line")
                        .asking("source", "access, or a part of the program"));
    }

    private void log(Context context) {
        var found = found(new Params(context));
        boolean numbered = context.queryParam("numbered") != null;
        Answers.send(context, () -> text(found, numbered), () -> json(found));
    }

    private List<Line> found(Params params) {
        var wanted = wanted(params, USUAL);
        if (order(params) != Order.NEXT) {
            return lines.lines(wanted);
        }
        var all = lines.lines(
                new Wanted(wanted.level(), wanted.part(), wanted.source(), wanted.after(), false, Integer.MAX_VALUE));
        return all.subList(Math.max(0, all.size() - wanted.limit()), all.size());
    }

    private static Order order(Params params) {
        return params.word("order", Order.class, Order.LATEST);
    }

    private static Wanted wanted(Params params, int usual) {
        return new Wanted(
                params.word("level", Level.class, Level.DEBUG),
                params.text("q").orElse(""),
                params.text("source").orElse(""),
                params.number("after", 0),
                order(params) == Order.ERRORS,
                params.limit(usual));
    }

    /** Which lines are meant when there are more than are wanted. */
    private enum Order {
        LATEST,
        ERRORS,
        /** Whoever follows misses none of them. */
        NEXT
    }

    private void follow(Context context) throws IOException {
        var wanted = wanted(new Params(context), USUAL);
        streams.follow(context, lines, wanted, LogRoutes::node);
    }

    private static ObjectNode node(Line line) {
        return Json.object()
                .put("number", line.number())
                .put("at", line.at().toString())
                .put("level", word(line))
                .put("source", line.source())
                .put("text", line.text());
    }

    private static String json(List<Line> lines) {
        var root = Json.object();
        var array = root.putArray("lines");
        lines.forEach(line -> array.add(node(line)));
        return Json.compact(root);
    }

    /** The latest last, as in a terminal. */
    private static String text(List<Line> lines, boolean numbered) {
        var text = new StringBuilder();
        lines.reversed()
                .forEach(line -> text.append(numbered ? line.number() + " " : "")
                        .append(Times.of(line.at()))
                        .append(' ')
                        .append(word(line))
                        .append(' ')
                        .append(line.source())
                        .append(": ")
                        .append(line.text())
                        .append('\n'));
        return text.toString();
    }

    private static String word(Line line) {
        return line.level().name().toLowerCase(Locale.ROOT);
    }
}
