package org.aptheke.store;

final class MemoryPinBookTest extends PinBookContract {
    private final MemoryPinBook book = new MemoryPinBook();

    @Override
    protected PinBook open() {
        return book;
    }
}
