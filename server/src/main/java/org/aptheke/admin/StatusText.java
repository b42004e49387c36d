package org.aptheke.admin;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.aptheke.health.StoreRoom;

/** The status for people: the most important first. */
final class StatusText {
    private StatusText() {}

    static String of(Status status) {
        var text = new StringBuilder();
        text.append("aptheke ")
                .append(status.version())
                .append(status.health().isWell() ? ": all is well" : ": not all is well")
                .append(", up ")
                .append(time(status.uptime()))
                .append('\n');
        for (var reason : status.health().reasons()) {
            text.append("  ! ")
                    .append(reason.about())
                    .append(": ")
                    .append(reason.what())
                    .append('\n');
            text.append("    ").append(reason.remedy()).append('\n');
        }
        text.append('\n').append(new Columns(numbers(status)).text());
        return text.toString();
    }

    private static List<List<String>> numbers(Status status) {
        var traffic = status.traffic();
        var load = status.load();
        var room = status.room();
        return List.of(
                List.of("requests", traffic.requests() + ", " + traffic.failed() + " failed"),
                List.of(
                        "hit rate",
                        percent(Status.hitRate(traffic)) + " of requests, " + percent(Status.byteHitRate(traffic))
                                + " of bytes"),
                List.of("sent", Sizes.of(traffic.bytes()) + ", of which " + Sizes.of(traffic.savedBytes()) + " saved"),
                List.of("store", store(room) + Sizes.of(room.usableBytes()) + " free on the disk"),
                List.of(
                        "connections",
                        load.connections() + " of " + load.maxConnections() + ", " + load.tunnels() + " tunnels"),
                List.of("fetches", load.fetches() + ", followed by " + load.readers()),
                List.of("jobs", jobs(status)),
                List.of(
                        "suites",
                        status.suites().size() + ", " + status.suitesInTrouble().size() + " in trouble"));
    }

    private static String jobs(Status status) {
        return status.runningJobs().isEmpty()
                ? "none running"
                : String.join(
                        ", ",
                        status.runningJobs().stream()
                                .map(view ->
                                        view.run().kind() + " " + view.run().number())
                                .toList());
    }

    private static String store(StoreRoom room) {
        var used = room.usedBytes().isPresent() ? Sizes.of(room.usedBytes().getAsLong()) : "not counted yet";
        return room.budgetBytes().isPresent()
                ? used + ", at most " + Sizes.of(room.budgetBytes().getAsLong()) + ", "
                : used + ", ";
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private static String time(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + " d " + time.toHoursPart() + " h"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
