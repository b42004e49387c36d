package org.aptheke;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test that leaves the runner's thread interrupted, or comes to find it so: else a later one fails, at the first
 * thing that can be interrupted, and nobody knows why.
 */
public final class NoInterruptLeft implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        check("before");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check("after");
    }

    private static void check(String when) {
        if (Thread.interrupted()) {
            throw new IllegalStateException("the runner's thread is interrupted " + when + " this test");
        }
    }
}
