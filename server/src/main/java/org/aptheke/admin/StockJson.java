package org.aptheke.admin;

import org.aptheke.cache.CacheKey;
import org.aptheke.http.Masked;
import org.aptheke.stock.StockDetails;
import org.aptheke.stock.StockItem;
import org.aptheke.stock.StockPage;
import tools.jackson.databind.node.ObjectNode;

/** What is stored as JSON. */
final class StockJson {
    private StockJson() {}

    static String of(StockPage page) {
        var root = Json.object();
        page.total().ifPresent(total -> root.put("total", total));
        page.next().map(CacheKey::text).map(Params::cursor).ifPresent(cursor -> root.put("next", cursor));
        var array = root.putArray("objects");
        for (var item : page.items()) {
            array.add(named(item)
                    .put("digest", item.stored().digest().toHex())
                    .put("size", item.stored().size())
                    .put("pinned", item.pinned()));
        }
        return Json.compact(root);
    }

    private static ObjectNode named(StockItem item) {
        return Json.object()
                .put("key", Masked.secrets(item.stored().key().text()))
                .put("status", item.stored().status())
                .put("storedAt", item.stored().storedAt().toString())
                .put("lastUsedAt", item.lastUsedAt().toString())
                .put("uses", item.uses());
    }

    static String of(StockDetails details) {
        var root = Json.object()
                .put("digest", details.content().toHex())
                .put("size", details.size())
                .put("pinned", !details.owners().isEmpty());
        var owners = root.putArray("pinnedFor");
        details.owners().forEach(owners::add);
        var names = root.putArray("names");
        for (var name : details.names()) {
            var node = named(name.item());
            name.item().stored().fields().first("Content-Type").ifPresent(type -> node.put("contentType", type));
            var promises = node.putArray("promisedBy");
            for (var promise : name.promises()) {
                var promised = promises.addObject()
                        .put("suite", promise.suite())
                        .put("generation", promise.generation())
                        .put("current", promise.current())
                        .put("by", promise.by());
                promise.content().ifPresent(content -> promised.put("sameContent", content.equals(details.content())));
            }
            names.add(node);
        }
        root.put("moreNames", details.moreNames());
        return Json.pretty(root);
    }
}
