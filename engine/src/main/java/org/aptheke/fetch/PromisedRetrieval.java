package org.aptheke.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.store.Deposit;

/**
 * Brings a promised content: from one source after the other until the promise is kept, and once more around caches
 * when it was broken; as often again as that brings another mirror. Used by one thread, once.
 *
 * <p>What a source sends is checked while it comes, and nothing of a wrong content is kept. As long as no reader has
 * seen any of it, the next attempt follows silently. Else these readers fail, and the next fetch of that key goes around
 * caches at once.
 */
final class PromisedRetrieval {
    /** Of asking around caches: so many further places of one source are tried. */
    private static final int MOST_ROUNDS = 5;

    private final Errand errand;
    private final FetchPlan plan;
    private final FetchTools tools;
    private final FetchPlan.Promise promise;
    private final PromiseCheck check;
    private final PromisedSources asking;
    private final Misleaders misleaders = new Misleaders();
    private final Setbacks setbacks = new Setbacks();
    private boolean inVain;

    PromisedRetrieval(Errand errand, FetchPlan.Promise promise) {
        this.errand = errand;
        this.plan = errand.plan();
        this.tools = errand.tools();
        this.promise = promise;
        this.check = new PromiseCheck(promise.expectation());
        this.asking = new PromisedSources(errand, check, misleaders);
    }

    /** @throws IOException when it broke off on the way, and no source had the rest */
    Brought run() throws IOException, InterruptedException {
        boolean mistrusted = tools.mismatches().has(plan.key());
        try {
            var brought = continueKept(mistrusted);
            if (brought.isEmpty() && !mistrusted) {
                brought = round(false);
            }
            boolean again = mistrusted || setbacks.hasMismatch();
            for (int rounds = 0; brought.isEmpty() && again && rounds < MOST_ROUNDS; rounds++) {
                misleaders.takeNews();
                brought = round(true);
                again = misleaders.takeNews();
            }
            if (brought.isPresent()) {
                return brought.get();
            }
            inVain = true;
            return tell(setbacks.worst());
        } catch (DigestMismatchException e) {
            return broken(e);
        }
    }

    /** Why all were asked in vain, if they were. */
    Optional<Setbacks.Setback> setback() {
        return inVain ? Optional.of(setbacks.worst()) : Optional.empty();
    }

    /** Asks each source for the whole, until one keeps the promise. */
    private Optional<Brought> round(boolean aroundCaches) throws IOException, InterruptedException {
        var sources = sources(aroundCaches);
        for (var source : sources) {
            var found = asking.askForWhole(source, setbacks);
            if (found.isPresent()) {
                var brought = unlessWrong(
                        source,
                        found.get().response().peer(),
                        () -> reception(sources).receive(found.get()));
                if (brought.isPresent()) {
                    return brought;
                }
            }
        }
        return Optional.empty();
    }

    private List<Source> sources(boolean aroundCaches) {
        return promise.sources().stream()
                .map(target -> new Source(target, aroundCaches))
                .toList();
    }

    private PromisedReception reception(List<Source> sources) {
        return new PromisedReception(errand, check, misleaders, sources);
    }

    /** Goes on from a part that was kept; empty when there is none, or it turned out to be of no use and is gone. */
    private Optional<Brought> continueKept(boolean aroundCaches) throws IOException, InterruptedException {
        var kept = takePart();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try (var deposit = kept.get().deposit()) {
            return continuePart(kept.get(), deposit, sources(aroundCaches));
        } finally {
            tools.parts().release(kept.get().part().partial());
        }
    }

    private Optional<Parts.Taken> takePart() {
        try {
            return tools.parts().takeToCheck(plan.key(), check.size(), check.algorithms());
        } catch (IOException e) {
            errand.storeTrouble(e);
            return Optional.empty();
        }
    }

    private Optional<Brought> continuePart(Parts.Taken kept, Deposit deposit, List<Source> sources)
            throws IOException, InterruptedException {
        var part = kept.part();
        long end = deposit.end();
        if (OptionalLong.of(end).equals(check.size())) {
            return unlessWrong(sources.getFirst(), "", () -> reception(sources).finish(part, deposit));
        }
        if (end > check.size().orElse(end)) {
            tools.parts().forget(part);
            return Optional.empty();
        }
        var size = check.size().isPresent() ? check.size() : part.completeLength();
        var found = asking.askForRest(sources, end, size, setbacks);
        if (found.isEmpty() && !setbacks.hasMismatch()) {
            deposit.keep();
            return Optional.of(tell(setbacks.worst()));
        }
        if (found.isPresent() && found.get().repeated() == 0) {
            return unlessWrong(
                    found.get().source(),
                    found.get().response().peer(),
                    () -> reception(sources).resume(part, deposit, found.get()));
        }
        deposit.close();
        tools.parts().forget(part);
        return found.isEmpty()
                ? Optional.empty()
                : unlessWrong(
                        found.get().source(),
                        found.get().response().peer(),
                        () -> reception(sources).receive(found.get().fromStart()));
    }

    /** A way to take a content in. */
    private interface Receiving {
        Brought receive() throws IOException, InterruptedException;
    }

    /** Empty when it was not as promised, and no reader has noticed. */
    private Optional<Brought> unlessWrong(Source source, String peer, Receiving receiving)
            throws IOException, InterruptedException {
        try {
            return Optional.of(receiving.receive());
        } catch (DigestMismatchException e) {
            asking.note(source, peer, e, setbacks);
            if (!errand.transfer().takeBack()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Tells readers why there is nothing. */
    Brought tell(Setbacks.Setback setback) throws InterruptedException {
        return switch (setback) {
            case Setbacks.Setback.Mismatch(var cause) -> broken(cause);
            case Setbacks.Setback.Failure(var cause) -> {
                tools.counters().failed().increment();
                errand.transfer().fail(cause);
                yield new Brought.Failed(cause);
            }
            case Setbacks.Setback.Refused(var refusal) -> {
                errand.transfer().begin(refusal.head(plan), null, 0, 0);
                errand.transfer().pass(refusal.content().duplicate());
                errand.transfer().complete();
                yield new Brought.Refused(refusal.status());
            }
        };
    }

    private Brought broken(DigestMismatchException cause) {
        tools.counters().failed().increment();
        tools.mismatches().note(plan.key());
        errand.transfer().fail(cause);
        return new Brought.Failed(cause);
    }
}
