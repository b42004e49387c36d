package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.aptheke.store.SuiteBook;
import org.aptheke.store.SuiteBookContract;
import org.junit.jupiter.api.io.TempDir;

final class SqlSuiteBookTest extends SuiteBookContract {
    @TempDir
    Path directory;

    @Override
    protected SuiteBook open() throws IOException {
        var file = directory.resolve("catalog.db");
        SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, () -> Instant.EPOCH, event -> {})
                .close();
        return SqlSuiteBook.in(file);
    }
}
