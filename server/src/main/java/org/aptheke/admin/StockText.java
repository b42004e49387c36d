package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Masked;
import org.aptheke.stock.StockDetails;
import org.aptheke.stock.StockItem;
import org.aptheke.stock.StockPage;
import org.aptheke.suite.SuitePromise;

/** What is stored, for people. */
final class StockText {
    private StockText() {}

    static String of(StockPage page) {
        var more = page.next()
                .map(CacheKey::text)
                .map(Params::cursor)
                .map(cursor -> "more: --cursor " + cursor + "\n")
                .orElse("");
        if (page.items().isEmpty()) {
            return more.isEmpty() ? "Nothing like that is stored.\n" : more;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("SIZE", "STORED", "LAST USED", "USES", "PINNED", "DIGEST", "FILE"));
        page.items().forEach(item -> rows.add(row(item)));
        return new Columns(rows).text() + more;
    }

    private static List<String> row(StockItem item) {
        return List.of(
                Sizes.of(item.stored().size()),
                Times.of(item.stored().storedAt()),
                Times.of(item.lastUsedAt()),
                String.valueOf(item.uses()),
                item.pinned() ? "yes" : "-",
                item.stored().digest().toHex(),
                shown(item));
    }

    private static String shown(StockItem item) {
        return Masked.escaped(Masked.secrets(item.stored().key().text()), false);
    }

    static String of(StockDetails details) {
        var text = new StringBuilder();
        text.append("digest: ").append(details.content().toHex()).append('\n');
        text.append("size: ").append(Sizes.of(details.size())).append('\n');
        text.append("pinned for: ")
                .append(details.owners().isEmpty() ? "nobody" : String.join(", ", details.owners()))
                .append('\n');
        for (var name : details.names()) {
            text.append(shown(name.item()))
                    .append("\n    stored ")
                    .append(Times.of(name.item().stored().storedAt()))
                    .append(", last used ")
                    .append(Times.of(name.item().lastUsedAt()))
                    .append(", used ")
                    .append(name.item().uses())
                    .append(" times\n");
            if (!name.promises().isEmpty()) {
                text.append("    promised by ")
                        .append(name.promises().stream()
                                .map(promise -> promised(promise, details))
                                .collect(Collectors.joining(", ")))
                        .append('\n');
            }
        }
        if (details.moreNames() > 0) {
            text.append("and ").append(details.moreNames()).append(" more names\n");
        }
        return text.toString();
    }

    private static String promised(SuitePromise promise, StockDetails details) {
        boolean other = promise.content()
                .filter(content -> !content.equals(details.content()))
                .isPresent();
        return promise.suite() + " generation " + promise.generation() + (other ? " (as another content)" : "");
    }
}
