package org.aptheke.store;

final class MemoryJobBookTest extends JobBookContract {
    private final MemoryJobBook book = new MemoryJobBook();

    @Override
    protected JobBook open() {
        return book;
    }
}
