package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.access.Role;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Point;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.traffic.TrafficRecorder;

/** The part of the API that is about what clients asked for and got. */
final class TrafficRoutes implements EndpointGroup {
    /** As many hours as a month has. */
    private static final int MOST_POINTS = 744;

    /** Of one client; those that it got last. */
    private static final int MOST_GENERATIONS = 8;

    private static final Duration USUAL_TIME = Duration.ofDays(1);

    private final TrafficRecorder traffic;
    private final AdminServer.Generations generations;
    private final InstantSource clock;

    TrafficRoutes(TrafficRecorder traffic, AdminServer.Generations generations, InstantSource clock) {
        this.traffic = traffic;
        this.generations = generations;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                "/api/v1/traffic",
                                Role.VIEW,
                                "Traffic by hour or day, of all or of one repository, client or package",
                                this::series)
                        .asking("by", "hour or day")
                        .asking("from", "a time such as 2026-03-01T12:00:00Z; a day ago when nothing is said")
                        .asking("until", "a time; now when nothing is said")
                        .asking("repository", "of this one alone")
                        .asking("client", "of this one alone")
                        .asking("package", "of this one alone")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get("/api/v1/traffic/now", Role.VIEW, "Traffic of the last two minutes by second", this::now),
                ranking(
                        "/api/v1/traffic/repositories",
                        "Repositories with their traffic",
                        context -> ranked(context, Subject.REPOSITORY)),
                ranking(
                        "/api/v1/traffic/packages",
                        "Packages with their traffic",
                        context -> ranked(context, Subject.PACKAGE)),
                ranking(
                        "/api/v1/clients",
                        "Clients with their traffic and the generations that they got",
                        this::clients));
    }

    private static Endpoint ranking(String path, String summary, Handler handler) {
        return Endpoint.get(path, Role.VIEW, summary, handler)
                .asking("from", "a time such as 2026-03-01T12:00:00Z; a day ago when nothing is said")
                .asking("until", "a time; now when nothing is said")
                .asking("order", "bytes, requests, saved-bytes, failed, last or name")
                .asking("q", "a part of the name")
                .asking("limit", "so many on a page, 100 at most")
                .asking("cursor", "what the page before said is its next");
    }

    static String plural(Subject subject) {
        return switch (subject) {
            case ALL -> "all";
            case REPOSITORY -> "repositories";
            case CLIENT -> "clients";
            case PACKAGE -> "packages";
        };
    }

    /** With {@code by}, {@code from}, {@code until}, and one of {@code repository}, {@code client}, {@code package}. */
    private void series(Context context) throws IOException {
        var params = new Params(context);
        var span = params.word("by", Span.class, Span.HOUR);
        var now = clock.instant();
        var from = span.begin(params.instant("from", now.minus(USUAL_TIME)));
        from = params.cursor().map(TrafficRoutes::begin).orElse(from);
        var until = params.instant("until", now.plus(span.length()));
        var subject = subject(params);
        var name = params.text(subject.name().toLowerCase(Locale.ROOT)).orElse("");
        var last = from.plus(span.length().multipliedBy(MOST_POINTS));
        boolean more = last.isBefore(until);
        var points = traffic.read().series(subject, name, span, from, more ? last : until);
        Optional<String> next = more ? Optional.of(Params.cursor(last.toString())) : Optional.empty();
        Answers.send(context, () -> table(points), () -> TrafficJson.series(span, points, next));
    }

    private static Instant begin(String cursor) {
        try {
            return Instant.parse(cursor);
        } catch (DateTimeException e) {
            throw Params.notACursor();
        }
    }

    private static Subject subject(Params params) {
        for (var subject : List.of(Subject.REPOSITORY, Subject.CLIENT, Subject.PACKAGE)) {
            if (params.text(subject.name().toLowerCase(Locale.ROOT)).isPresent()) {
                return subject;
            }
        }
        return Subject.ALL;
    }

    private static String table(List<Point> points) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("BEGIN", "REQUESTS", "HITS", "JOINED", "MISSES", "FAILED", "SENT", "SAVED"));
        for (var point : points) {
            var counts = point.counts();
            rows.add(List.of(
                    Times.of(point.begin()),
                    String.valueOf(counts.requests()),
                    String.valueOf(counts.hits() + counts.validated()),
                    String.valueOf(counts.joined()),
                    String.valueOf(counts.misses()),
                    String.valueOf(counts.failed()),
                    Sizes.of(counts.bytes()),
                    Sizes.of(counts.savedBytes())));
        }
        return new Columns(rows).text();
    }

    private void now(Context context) {
        var seconds = traffic.lastSeconds();
        Answers.send(context, () -> TrafficJson.seconds(seconds), () -> TrafficJson.seconds(seconds));
    }

    /** With {@code from}, {@code until}, {@code order}, {@code q}, {@code limit}, {@code cursor}. */
    private void ranked(Context context, Subject subject) throws IOException {
        var ranked = Ranked.of(traffic.read(), subject, new Params(context), clock.instant());
        Answers.send(context, () -> table(ranked), () -> TrafficJson.ranked(subject, ranked));
    }

    private static String table(Ranked ranked) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NAME", "REQUESTS", "FAILED", "SENT", "SAVED", "LAST"));
        for (var entry : ranked.entries()) {
            var counts = entry.counts();
            rows.add(List.of(
                    entry.name().equals(TrafficBook.OTHERS) ? "(others)" : entry.name(),
                    String.valueOf(counts.requests()),
                    String.valueOf(counts.failed()),
                    Sizes.of(counts.bytes()),
                    Sizes.of(counts.savedBytes()),
                    Times.of(entry.lastAt())));
        }
        return new Columns(rows).text();
    }

    private void clients(Context context) throws IOException {
        var ranked = Ranked.of(traffic.read(), Subject.CLIENT, new Params(context), clock.instant());
        Answers.send(context, () -> table(ranked), () -> clients(ranked));
    }

    private String clients(Ranked ranked) {
        var root = Json.object().put("total", ranked.total());
        ranked.next().ifPresent(cursor -> root.put("next", cursor));
        var array = root.putArray("clients");
        for (var entry : ranked.entries()) {
            var node = TrafficJson.entry(entry);
            if (!entry.name().equals(TrafficBook.OTHERS)) {
                var list = node.putArray("generations");
                generations.of(InetAddress.ofLiteral(entry.name())).stream()
                        .sorted(Comparator.comparing(ClientGeneration::at).reversed())
                        .limit(MOST_GENERATIONS)
                        .forEach(generation -> list.addObject()
                                .put("suite", generation.suite())
                                .put("generation", generation.generation())
                                .put("current", generation.current())
                                .put("at", generation.at().toString()));
            }
            array.add(node);
        }
        return Json.compact(root);
    }
}
