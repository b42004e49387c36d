package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.stock.Stock;
import org.aptheke.stock.StockPage;

/** What is stored, found by package, part of the path, or digest. */
final class PackagesPage implements Sheet.Middle {
    private static final int ROWS = 100;
    private static final String DIGEST = "[0-9a-f]{4,64}";

    private final Stock stock;

    PackagesPage(Stock stock) {
        this.stock = stock;
    }

    /**
     * What its template shows.
     *
     * @param problem what is wrong with what was asked for; empty when nothing is
     * @param total in words, where it is known
     * @param next where the list goes on; empty when this is its end
     */
    record View(
            Frame frame,
            String name,
            String path,
            String digest,
            List<StockRow> rows,
            String total,
            String next,
            boolean isFirst,
            String problem) {
        View {
            rows = List.copyOf(rows);
        }

        boolean asksForAll() {
            return name.isEmpty() && path.isEmpty() && digest.isEmpty();
        }

        String nextLink() {
            return Links.to("/packages", "name", name, "path", path, "after", next);
        }

        String firstLink() {
            return Links.to("/packages", "name", name, "path", path);
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var visit = frame.visit();
        var name = visit.asked("name").strip();
        var path = visit.asked("path").strip();
        var digest = visit.asked("digest").strip().toLowerCase(Locale.ROOT);
        var after = visit.asked("after");
        boolean clear = digest.isEmpty() || digest.matches(DIGEST);
        var page = clear
                ? page(name, path, digest, after)
                : new StockPage(List.of(), Optional.empty(), OptionalLong.empty());
        var view = new View(
                frame,
                name,
                path,
                digest,
                page.items().stream().map(item -> StockRow.of(item, frame)).toList(),
                page.total().isPresent() ? Figures.count(page.total().getAsLong(), "file", "files") : "",
                page.next().map(CacheKey::text).orElse(""),
                after.isEmpty(),
                clear ? "" : "A digest is looked for by 4 to 64 hexadecimal digits.");
        return Optional.of(Templates.render("packages", view));
    }

    private StockPage page(String name, String path, String digest, String after) throws IOException {
        return digest.isEmpty()
                ? stock.find(new Stock.Wanted(
                        name,
                        path,
                        Optional.of(after).filter(key -> !key.isEmpty()).map(CacheKey::new),
                        ROWS))
                : stock.withDigest(digest, ROWS);
    }
}
