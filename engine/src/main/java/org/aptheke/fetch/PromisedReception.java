package org.aptheke.fetch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Storability;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digester;
import org.aptheke.http.Fields;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.PrematureEndException;
import org.aptheke.store.Deposit;
import org.jspecify.annotations.Nullable;

/**
 * Takes one promised content in: to the store and the readers, its last bytes held back until it has passed the check.
 * After a break any source may have the rest, because the check decides about the whole. What does not pass leaves no
 * trace in the store. Used by one thread, once.
 */
final class PromisedReception {
    /** So long readers may be told nothing: apt gives up after 30 s without a byte. */
    private static final Duration HIDDEN_AT_MOST = Duration.ofSeconds(10);

    private final Errand errand;
    private final FetchPlan plan;
    private final FetchTools tools;
    private final Transfer transfer;
    private final PromiseCheck check;
    private final Misleaders misleaders;
    private final PromisedSources asking;
    private final Filing filing;
    private final Copying copying;
    private final Instant begunAt;
    private boolean patienceOver;

    /** The one in use is the first. */
    private final List<Source> sources;

    /** All that had a part in the content. */
    private final List<OriginResponse> contributors = new ArrayList<>();

    /** @param sources those that may have the rest after a break */
    PromisedReception(Errand errand, PromiseCheck check, Misleaders misleaders, List<Source> sources) {
        this.errand = errand;
        this.plan = errand.plan();
        this.tools = errand.tools();
        this.transfer = errand.transfer();
        this.check = check;
        this.misleaders = misleaders;
        this.asking = new PromisedSources(errand, check, misleaders);
        this.filing = new Filing(errand);
        this.copying = new Copying(errand);
        this.sources = new ArrayList<>(sources);
        this.begunAt = tools.now();
    }

    /**
     * Takes the whole from a response that brings it.
     *
     * @throws DigestMismatchException when it is not as promised; nothing of it is kept
     * @throws IOException when it broke off, and no source had the rest
     */
    Brought receive(PromisedSources.Found found) throws IOException, InterruptedException {
        var response = found.response();
        var fields = response.fields().without("Content-Range");
        var verdict = Storability.judge(plan.request(), 200, fields);
        var length = check.size().isPresent() ? check.size() : response.length();
        var deposit = verdict.storable() ? errand.openDeposit(0, length, check.algorithms()) : null;
        if (deposit == null && transfer.readerCount() == 0) {
            response.close();
            throw new IOException(found.source() + ": is of no use to the store: "
                    + (verdict.storable() ? "it has no room" : verdict.reason()));
        }
        var head = new FetchHead(
                200,
                fields,
                0,
                length,
                deposit != null,
                verdict.storable(),
                plan.request(),
                response.peer(),
                found.answered().requestedAt(),
                found.answered().receivedAt());
        return take(head, deposit, null, Optional.of(found));
    }

    /** Takes the rest of a part that was kept. Throws as {@link #receive}. */
    Brought resume(StoredPart part, Deposit deposit, PromisedSources.Found rest)
            throws IOException, InterruptedException {
        var fields = PartReuse.combined(
                part, rest.response().fields(), rest.answered().receivedAt());
        var length = check.size().isPresent() ? check.size() : part.completeLength();
        return take(ofPart(part, fields, length, rest.response().peer()), deposit, part, Optional.of(rest));
    }

    /**
     * Takes a part that was kept and turns out to be all; it is checked before any reader sees of it. Throws as
     * {@link #receive}.
     */
    Brought finish(StoredPart part, Deposit deposit) throws IOException, InterruptedException {
        try {
            check.requireAll(url(), deposit.end(), deposit.digester());
        } catch (DigestMismatchException e) {
            filing.drop(part);
            throw e;
        }
        return take(ofPart(part, part.fields(), check.size(), ""), deposit, part, Optional.empty());
    }

    private FetchHead ofPart(StoredPart part, Fields fields, OptionalLong length, String peer) {
        boolean storable = Storability.judge(plan.request(), 200, fields).storable();
        return new FetchHead(
                200, fields, 0, length, true, storable, plan.request(), peer, part.requestedAt(), part.receivedAt());
    }

    private Brought take(
            FetchHead head, @Nullable Deposit deposit, @Nullable StoredPart kept, Optional<PromisedSources.Found> first)
            throws IOException, InterruptedException {
        var part = kept;
        try (var intake = Intake.digesting(transfer, deposit, new Digester(check.algorithms()), errand::storeTrouble)) {
            begin(head, deposit, intake, first);
            part = part == null ? filing.announce(head, deposit, head.length()) : part;
            if (first.isPresent()) {
                copyAll(first.get(), intake, head.length(), part);
            }
            check.requireAll(url(), intake.end(), intake.digester().orElseThrow());
            contributors.forEach(OriginResponse::wasRight);
            transfer.complete();
            tools.mismatches().forget(plan.key());
            return file(head, intake, part);
        } catch (DigestMismatchException e) {
            filing.drop(part);
            if (kept == null) {
                blame(e);
            }
            throw e;
        }
    }

    /** Of several that each sent a part, it cannot be told which was wrong. */
    private void blame(DigestMismatchException how) {
        boolean ofOnePlace =
                contributors.stream().map(OriginResponse::target).distinct().count() == 1;
        if (ofOnePlace) {
            misleaders.add(sources.getFirst(), contributors.getLast(), how);
        }
    }

    private void begin(FetchHead head, @Nullable Deposit deposit, Intake intake, Optional<PromisedSources.Found> first)
            throws IOException {
        boolean begun = false;
        try {
            transfer.begin(head, deposit == null ? null : deposit.reader(), intake.end(), heldBack());
            begun = true;
        } finally {
            if (!begun && first.isPresent()) {
                first.get().response().close();
            }
        }
    }

    /** At least one byte, so that nobody can take a wrong content for whole. */
    private int heldBack() {
        return Math.max(1, tools.limits().smallBytes());
    }

    private String url() {
        return sources.getFirst().toString();
    }

    private void copyAll(PromisedSources.Found first, Intake intake, OptionalLong end, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        use(first.source());
        var found = first;
        int failures = 0;
        while (true) {
            long before = intake.end();
            contributors.add(found.response());
            try (var response = found.response()) {
                copying.skip(response, found.repeated());
                copy(response, intake, end);
                return;
            } catch (DigestMismatchException e) {
                throw e;
            } catch (Errand.AbandonedException | InterruptedException e) {
                filing.keep(intake, part);
                throw e;
            } catch (IOException e) {
                tools.originTrouble(url(), found.response().peer(), e);
                failures = intake.end() > before ? 1 : failures + 1;
                if (failures > tools.limits().retries()) {
                    filing.keep(intake, part);
                    throw e;
                }
            }
            if (failures > 1) {
                use(sources.get(1 % sources.size()));
            }
            errand.pauseAfter(failures);
            found = goOn(intake, end, part);
            use(found.source());
        }
    }

    /** That source is asked first from now on, and then those that follow it. */
    private void use(Source source) {
        while (!sources.getFirst().equals(source)) {
            sources.add(sources.removeFirst());
        }
    }

    /** A whole that ends where the origin says so is another when it is too short; all else has broken off. */
    private void copy(OriginResponse response, Intake intake, OptionalLong end)
            throws IOException, InterruptedException {
        copying.copy(response, intake, end, new Following());
        boolean ended = response.length().isEmpty() && response.status() == 200 && response.tellsItsEnd();
        if (!ended && intake.end() < end.orElse(0)) {
            throw new PrematureEndException("ended after " + intake.end() + " of " + end.orElse(0) + " bytes");
        }
    }

    private final class Following implements Copying.Following {
        /** Readers of a slow content must not wait for too long: they may see all but the last byte then. */
        @Override
        public void took() {
            if (!patienceOver && !tools.now().isBefore(begunAt.plus(HIDDEN_AT_MOST))) {
                patienceOver = true;
                transfer.showAllButLastIfHidden();
            }
        }

        @Override
        public void excess() throws IOException {
            throw check.longer(url());
        }
    }

    /** Asks the sources in turn for what is missing. */
    private PromisedSources.Found goOn(Intake intake, OptionalLong end, @Nullable StoredPart part)
            throws IOException, InterruptedException {
        for (int round = 1; ; round++) {
            var setbacks = new Setbacks();
            var found = asking.askForRest(List.copyOf(sources), intake.end(), end, setbacks);
            if (found.isPresent()) {
                return found.get();
            }
            boolean last = round >= tools.limits().retries() || setbacks.areMismatches();
            if (last || errand.stopping().getAsBoolean() || transfer.abandon()) {
                throw giveUp(setbacks.worst(), intake, part);
            }
            errand.pauseAfter(round);
        }
    }

    private IOException giveUp(Setbacks.Setback setback, Intake intake, @Nullable StoredPart part) {
        return switch (setback) {
            case Setbacks.Setback.Mismatch(var cause) -> cause;
            case Setbacks.Setback.Failure(var cause) -> {
                filing.keep(intake, part);
                yield cause;
            }
            case Setbacks.Setback.Refused(var refusal) -> {
                filing.keep(intake, part);
                yield new IOException(url() + ": broke off after " + intake.end() + " bytes, and was answered with "
                        + refusal.status() + " when asked for the rest");
            }
        };
    }

    private Brought file(FetchHead head, Intake intake, @Nullable StoredPart part) {
        var stored = filing.storeWhole(head, intake, part);
        stored.ifPresent(this::noteChecksums);
        return stored.<Brought>map(Brought.Stored::new)
                .orElseGet(() -> new Brought.Failed(new IOException(url() + ": could not be stored")));
    }

    /** So that whoever knows the content by another digest finds it. */
    private void noteChecksums(StoredResponse stored) {
        try {
            for (var checksum : check.furtherChecksums()) {
                tools.catalog().noteChecksum(checksum, stored.digest());
            }
        } catch (IOException e) {
            errand.storeTrouble(e);
        }
    }
}
