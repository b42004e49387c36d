package org.aptheke.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.admin.LogLines;
import org.aptheke.digest.Digest;
import org.aptheke.stock.Stock;
import org.aptheke.stock.StockDetails;
import org.aptheke.suite.SuitePromise;

/** One stored content: its names, who promises it, who asked for it lately, and what can be done with it. */
final class PackagePage implements Sheet.Middle {
    private static final String DIGEST = "[0-9a-fA-F]{64}";
    private static final int LINES = 20;
    private static final int MOST_VERSIONS = 30;

    private final Stock stock;
    private final LogLines log;

    PackagePage(Stock stock, LogLines log) {
        this.stock = stock;
        this.log = log;
    }

    /**
     * What its template shows.
     *
     * @param pinnedByHand whether an operator pinned it, who can give that up
     * @param versions other stored files of the same package
     */
    record View(
            Frame frame,
            String digest,
            String size,
            List<Name> names,
            long moreNames,
            List<String> owners,
            boolean pinnedByHand,
            List<StockRow> versions,
            List<LogRow> lines) {
        View {
            names = List.copyOf(names);
            owners = List.copyOf(owners);
            versions = List.copyOf(versions);
            lines = List.copyOf(lines);
        }
    }

    /** A name of it, with the generations that promise what is there. */
    record Name(StockRow row, List<SuitePromise> promises) {
        Name {
            promises = List.copyOf(promises);
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var digest = frame.visit().asked("digest");
        var details = digest.matches(DIGEST) ? stock.details(Digest.ofHex(digest)) : Optional.<StockDetails>empty();
        return details.isPresent()
                ? Optional.of(Templates.render("package", view(details.get(), frame)))
                : Optional.empty();
    }

    private View view(StockDetails details, Frame frame) throws IOException {
        var names = new ArrayList<Name>();
        for (var name : details.names()) {
            names.add(new Name(StockRow.of(name.item(), frame), name.promises()));
        }
        var first = names.getFirst().row();
        var titled = frame.titled((first.file().name() + " " + first.file().version()).strip());
        var key = first.key();
        return new View(
                titled,
                details.content().toHex(),
                Figures.bytes(details.size()),
                names,
                details.moreNames(),
                details.owners(),
                details.owners().contains(Stock.OPERATOR),
                versions(first, frame),
                LogRow.accessWith(log, key.substring(key.lastIndexOf('/') + 1), LINES, frame));
    }

    private List<StockRow> versions(StockRow of, Frame frame) throws IOException {
        if (of.file().version().isEmpty()) {
            return List.of();
        }
        var wanted = new Stock.Wanted(of.file().name() + "_", "", Optional.empty(), MOST_VERSIONS);
        return stock.find(wanted).items().stream()
                .map(item -> StockRow.of(item, frame))
                .filter(row -> !row.digest().equals(of.digest()))
                .toList();
    }
}
