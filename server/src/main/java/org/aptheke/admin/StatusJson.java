package org.aptheke.admin;

import java.util.OptionalLong;
import java.util.TreeMap;
import org.aptheke.health.Health;
import org.aptheke.health.Reason;
import tools.jackson.databind.node.ObjectNode;

/** The status as JSON. */
final class StatusJson {
    private StatusJson() {}

    static String of(Status status) {
        var root = Json.object()
                .put("version", status.version())
                .put("startedAt", status.startedAt().toString())
                .put("uptimeSeconds", status.uptime().toSeconds())
                .put("offline", status.offline());
        root.set("health", health(status.health()));
        root.set("traffic", TrafficJson.withRates(Json.object(), status.traffic()));
        root.set("store", store(status));
        var load = status.load();
        root.putObject("load")
                .put("connections", load.connections())
                .put("maxConnections", load.maxConnections())
                .put("tunnels", load.tunnels())
                .put("requests", load.requests())
                .put("fetches", load.fetches())
                .put("readers", load.readers());
        var jobs = root.putArray("runningJobs");
        status.runningJobs().forEach(run -> jobs.add(JobJson.node(run)));
        root.set("suites", suites(status));
        return Json.pretty(root);
    }

    private static ObjectNode health(Health health) {
        var node = Json.object().put("state", health.isWell() ? "ok" : "degraded");
        var reasons = node.putArray("reasons");
        for (Reason reason : health.reasons()) {
            reasons.addObject()
                    .put("about", reason.about())
                    .put("what", reason.what())
                    .put("remedy", reason.remedy());
        }
        return node;
    }

    private static ObjectNode store(Status status) {
        var room = status.room();
        var node = Json.object();
        put(node, "usedBytes", room.usedBytes());
        put(node, "budgetBytes", room.budgetBytes());
        return node.put("usableBytes", room.usableBytes()).put("keepFreeBytes", room.keepFreeBytes());
    }

    private static void put(ObjectNode node, String name, OptionalLong number) {
        number.ifPresent(value -> node.put(name, value));
    }

    private static ObjectNode suites(Status status) {
        var byState = new TreeMap<String, Integer>();
        status.suites()
                .forEach(suite ->
                        byState.merge(StandingWords.of(suite.standing()).state(), 1, Integer::sum));
        var node = Json.object().put("count", status.suites().size());
        var states = node.putObject("byState");
        byState.forEach(states::put);
        var trouble = node.putArray("inTrouble");
        status.suitesInTrouble().forEach(suite -> trouble.add(SuiteJson.node(suite)));
        return node;
    }
}
