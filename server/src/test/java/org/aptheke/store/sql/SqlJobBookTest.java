package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.aptheke.store.JobBook;
import org.aptheke.store.JobBookContract;
import org.junit.jupiter.api.io.TempDir;

final class SqlJobBookTest extends JobBookContract {
    @TempDir
    Path directory;

    @Override
    protected JobBook open() throws IOException {
        var file = directory.resolve("catalog.db");
        SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, () -> Instant.EPOCH, event -> {})
                .close();
        return SqlJobBook.in(file);
    }
}
