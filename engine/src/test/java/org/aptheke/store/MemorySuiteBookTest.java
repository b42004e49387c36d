package org.aptheke.store;

final class MemorySuiteBookTest extends SuiteBookContract {
    private final MemorySuiteBook book = new MemorySuiteBook();

    @Override
    protected SuiteBook open() {
        return book;
    }
}
