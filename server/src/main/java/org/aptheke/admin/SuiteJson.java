package org.aptheke.admin;

import org.aptheke.suite.SuiteDetails;
import org.aptheke.suite.SuiteStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Suites as JSON. */
final class SuiteJson {
    private static final JsonMapper JSON = new JsonMapper();

    private SuiteJson() {}

    static String of(Paged<SuiteStatus> suites) {
        var root = suites.describe(JSON.createObjectNode());
        var array = root.putArray("suites");
        suites.items().forEach(suite -> array.add(node(suite)));
        return root.toPrettyString() + "\n";
    }

    static ObjectNode node(SuiteStatus suite) {
        var words = StandingWords.of(suite.standing());
        var node = JSON.createObjectNode()
                .put("suite", suite.suite())
                .put("url", suite.url())
                .put("state", words.state())
                .put("detail", words.detail());
        words.member().ifPresent(member -> node.put("member", member));
        words.since().ifPresent(since -> node.put("since", since.toString()));
        node.put("askedAt", suite.askedAt().toString());
        suite.checkedAt().ifPresent(at -> node.put("checkedAt", at.toString()));
        node.put("membersInUse", suite.members()).put("retained", suite.retained());
        suite.current().ifPresent(current -> node.set("current", current(current)));
        return node;
    }

    static String of(SuiteDetails details) {
        var root = JSON.createObjectNode();
        var generations = root.putArray("generations");
        for (var kept : details.generations()) {
            var node = generations.addObject().put("generation", kept.number());
            kept.date().ifPresent(date -> node.put("date", date.toString()));
            node.put("adoptedAt", kept.adoptedAt().toString());
            kept.supersededAt().ifPresent(at -> node.put("supersededAt", at.toString()));
            node.put("signature", kept.verdict());
        }
        var members = root.putArray("members");
        for (var used : details.members()) {
            var node = members.addObject()
                    .put("path", used.path())
                    .put("usedAt", used.usedAt().toString());
            used.size().ifPresent(size -> node.put("size", size));
        }
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode current(SuiteStatus.Current current) {
        var node = JSON.createObjectNode().put("generation", current.generation());
        current.name().ifPresent(name -> node.put("name", name));
        current.date().ifPresent(date -> node.put("date", date.toString()));
        current.validUntil().ifPresent(until -> node.put("validUntil", until.toString()));
        return node.put("adoptedAt", current.adoptedAt().toString())
                .put("byHash", current.byHash())
                .put("signature", current.verdict());
    }
}
