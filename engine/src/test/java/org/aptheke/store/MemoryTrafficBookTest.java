package org.aptheke.store;

final class MemoryTrafficBookTest extends TrafficBookContract {
    private final MemoryTrafficBook book = new MemoryTrafficBook();

    @Override
    protected TrafficBook open() {
        return book;
    }
}
