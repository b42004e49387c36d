package org.aptheke.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.origin.ParentStatus;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.upstream.SecureOrigin;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Origins as JSON. Secrets are not among what it is given. */
final class OriginJson {
    private static final JsonMapper JSON = new JsonMapper();

    private OriginJson() {}

    static String of(OriginStatus status) {
        var root = JSON.createObjectNode();
        var remaps = root.putArray("remaps");
        status.remaps().forEach((name, mirrors) -> {
            var array = remaps.addObject().put("name", name).putArray("mirrors");
            mirrors.forEach(mirror -> array.add(mirror(mirror)));
        });
        var parents = root.putArray("parents");
        status.parents().forEach(parent -> parents.add(parent(parent)));
        var secure = root.putArray("secureOrigins");
        status.secure().forEach(origin -> secure.add(secure(origin)));
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode mirror(MirrorStatus mirror) {
        var node = JSON.createObjectNode()
                .put("url", mirror.base().toString())
                .put("trouble", Math.round(mirror.trouble() * 100) / 100.0)
                .put("latencyMillis", mirror.latency().toMillis());
        return health(node, mirror.failures(), mirror.restsUntil(), mirror.lastFailure());
    }

    private static ObjectNode parent(ParentStatus parent) {
        var proxy = parent.parent();
        var node = JSON.createObjectNode()
                .put("name", proxy.name())
                .put("kind", proxy.kind().name().toLowerCase(Locale.ROOT))
                .put("address", proxy.authority());
        return health(node, parent.failures(), parent.restsUntil(), parent.lastFailure());
    }

    private static ObjectNode health(ObjectNode node, int failures, Optional<Instant> restsUntil, String lastFailure) {
        node.put("failures", failures);
        restsUntil.ifPresent(until -> node.put("restsUntil", until.toString()));
        return lastFailure.isEmpty() ? node : node.put("lastFailure", lastFailure);
    }

    private static ObjectNode secure(SecureOrigin origin) {
        return JSON.createObjectNode()
                .put("origin", origin.name())
                .put("httpsPort", origin.httpsPort())
                .put("since", origin.since().toString())
                .put("until", origin.until().toString());
    }
}
