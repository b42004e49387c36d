package org.aptheke.store;

final class MemoryCatalogTest extends CatalogContract {
    @Override
    protected Catalog create() {
        return new MemoryCatalog();
    }
}
