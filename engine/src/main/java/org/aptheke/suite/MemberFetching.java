package org.aptheke.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.aptheke.fetch.Brought;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.TargetUri;

/** Brings members of a candidate into the store, some at a time. Safe for use by many threads. */
final class MemberFetching {
    private static final int AT_ONCE = 4;

    private final Fetches fetches;
    private final Contents contents;

    MemberFetching(Fetches fetches, Contents contents) {
        this.fetches = fetches;
        this.contents = contents;
    }

    /**
     * A member that does not fit.
     *
     * @param absent the origin says that there is none; else what it has is another, or it cannot be asked
     */
    record Misfit(String path, boolean absent, String reason) {}

    /** Brings them all; returns those that could not be had, in the order of the paths. */
    List<Misfit> bring(SuiteId suite, TargetUri base, Generation candidate, SequencedCollection<String> paths)
            throws IOException, InterruptedException {
        var places = new Semaphore(AT_ONCE);
        var tasks = new ArrayList<Future<Optional<Misfit>>>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var path : paths) {
                tasks.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return bring(suite, base, candidate, path);
                    } finally {
                        places.release();
                    }
                }));
            }
            return results(tasks, threads);
        }
    }

    private static List<Misfit> results(List<Future<Optional<Misfit>>> tasks, ExecutorService threads)
            throws IOException, InterruptedException {
        var misfits = new ArrayList<Misfit>();
        try {
            for (var task : tasks) {
                task.get().ifPresent(misfits::add);
            }
        } catch (ExecutionException e) {
            threads.shutdownNow();
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            throw e;
        }
        return misfits;
    }

    private Optional<Misfit> bring(SuiteId suite, TargetUri base, Generation candidate, String path)
            throws IOException, InterruptedException {
        var member = candidate.release().member(path);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        var place = Promises.member(suite, base, candidate, member.get());
        if (contents.has(place.key(), place.expectation())) {
            return Optional.empty();
        }
        return switch (fetches.bring(plan(place))) {
            case Brought.Stored _ -> Optional.empty();
            case Brought.Refused(int status) ->
                Optional.of(new Misfit(path, status == 404 || status == 410, "the origin answers " + status));
            case Brought.Failed(var cause) -> Optional.of(new Misfit(path, false, describe(cause)));
        };
    }

    /** Brings what is promised, for nobody in particular. */
    static FetchPlan plan(Place.Promised place) {
        var request = new Request("GET", place.sources().getLast(), Fields.EMPTY);
        var promise = new FetchPlan.Promise(place.expectation(), place.sources());
        return new FetchPlan(
                place.key(), request, Fields.EMPTY, new FetchPlan.Purpose.RetrievePromised(promise), true, () -> true);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
