package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBookContract;
import org.junit.jupiter.api.io.TempDir;

final class SqlTrafficBookTest extends TrafficBookContract {
    @TempDir
    Path directory;

    @Override
    protected TrafficBook open() throws IOException {
        var file = directory.resolve("catalog.db");
        SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, () -> Instant.EPOCH, event -> {})
                .close();
        return SqlTrafficBook.in(file);
    }
}
