package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.aptheke.store.Catalog;
import org.aptheke.store.CatalogContract;
import org.junit.jupiter.api.io.TempDir;

final class SqlCatalogContractTest extends CatalogContract {
    @TempDir
    Path data;

    @Override
    protected Catalog create() throws IOException {
        return SqlCatalog.open(
                data.resolve("catalog.db"), SqlCatalog.Settings.DEFAULT, InstantSource.system(), event -> {});
    }
}
