package org.aptheke.console;

import java.util.Optional;
import org.aptheke.http.Masked;
import org.aptheke.stock.StockItem;

/** A name under which something is stored. */
record StockRow(
        PackageName file,
        String key,
        String digest,
        String size,
        Optional<Moment> storedAt,
        Optional<Moment> usedAt,
        String uses,
        boolean pinned) {
    static StockRow of(StockItem item, Frame frame) {
        var stored = item.stored();
        return new StockRow(
                PackageName.of(stored.key().text()),
                Masked.secrets(stored.key().text()),
                stored.digest().toHex(),
                Figures.bytes(stored.size()),
                Optional.of(frame.moment(stored.storedAt())),
                Optional.of(frame.moment(item.lastUsedAt())),
                Figures.count(item.uses()),
                item.pinned());
    }

    String page() {
        return Links.to("/package", "digest", digest);
    }
}
