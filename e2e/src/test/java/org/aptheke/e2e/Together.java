package org.aptheke.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time. */
final class Together {
    private Together() {}

    /** A task that knows its number. */
    @FunctionalInterface
    interface Numbered<T> {
        T call(int number) throws Exception;
    }

    /** Runs {@code n} tasks numbered from 0, each on its own thread, and gives their results in order. */
    static <T> List<T> run(int n, Numbered<T> task) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<T>>();
            for (int i = 0; i < n; i++) {
                int number = i;
                calls.add(() -> task.call(number));
            }
            var results = new ArrayList<T>();
            for (Future<T> future : executor.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
