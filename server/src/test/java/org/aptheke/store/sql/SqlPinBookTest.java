package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.aptheke.store.PinBook;
import org.aptheke.store.PinBookContract;
import org.junit.jupiter.api.io.TempDir;

final class SqlPinBookTest extends PinBookContract {
    @TempDir
    Path directory;

    @Override
    protected PinBook open() throws IOException {
        var file = directory.resolve("catalog.db");
        SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, () -> Instant.EPOCH, event -> {})
                .close();
        return SqlPinBook.in(file);
    }
}
