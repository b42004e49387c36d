package org.aptheke.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Watch;
import org.aptheke.store.SpaceExhaustedException;
import org.aptheke.suite.SuiteId;

/** Some files: read, compared with all that is promised, and taken. Done once, by one thread. */
final class BatchStep implements Step {
    private static final String OWNER = "import";

    private final List<SourceFile> files;
    private final IntakeParts parts;
    private final Order order;
    private final Watch watch;
    private final Sums sums;
    private final List<Digest> pinned = new ArrayList<>();
    private final Map<SuiteId, Set<String>> members = new HashMap<>();

    BatchStep(List<SourceFile> files, IntakeParts parts, Order order, Watch watch, Sums sums) {
        this.files = List.copyOf(files);
        this.parts = parts;
        this.order = order;
        this.watch = watch;
        this.sums = sums;
    }

    @Override
    public void apply(Ledger ledger) throws IOException, InterruptedException {
        var promises = new PromisedFiles(parts.suites());
        var also = promises.algorithms();
        var candidates = new ArrayList<Candidate>();
        var reading = new Reading(watch);
        for (var file : files) {
            watch.doing(file.name());
            watch.giveWay();
            try {
                candidates.add(reading.read(file, also));
            } catch (IOException e) {
                ledger.failed("cannot be read", file.name() + ": " + e.getMessage(), file.size());
            }
        }
        Comparison.run(candidates, promises);
        try {
            for (var candidate : candidates) {
                watch.giveWay();
                take(candidate, also, ledger);
            }
        } finally {
            parts.pins().pin(OWNER, pinned);
            parts.catalog().flush();
        }
        members.forEach((suite, paths) -> parts.suites().intake().arrived(suite, paths));
    }

    private void take(Candidate candidate, Set<DigestAlgorithm> also, Ledger ledger) throws IOException {
        var file = candidate.file();
        try {
            switch (Verdict.of(candidate)) {
                case Verdict.Named(var names) -> {
                    count(enter(candidate, Entry.keys(names), also), file, ledger);
                    names.forEach(name -> name.member()
                            .ifPresent(member -> members.computeIfAbsent(member.suite(), _ -> new TreeSet<>())
                                    .add(member.path())));
                }
                case Verdict.Kept() -> keep(candidate, ledger);
                case Verdict.Damaged(var why) -> ledger.failed("damaged", file.name() + ": " + why, file.size());
                case Verdict.Foreign(var why) -> unmatched(file, why, ledger);
            }
        } catch (SpaceExhaustedException e) {
            // All that follow would fail the same way.
            sums.noRoom();
            ledger.failed("no room", file.name() + ": " + e.getMessage(), file.size());
            throw e;
        } catch (IOException e) {
            ledger.failed("cannot be taken", file.name() + ": " + e.getMessage(), file.size());
        }
    }

    private void keep(Candidate candidate, Ledger ledger) throws IOException {
        var file = candidate.file();
        if (!order.keepUnmatched()) {
            unmatched(file, "no index in use names it", ledger);
            return;
        }
        var entered = enter(candidate, List.of(Entry.keyOf(candidate.digest())), EnumSet.allOf(DigestAlgorithm.class));
        if (entered == Entry.Entered.ALREADY_THERE || entered == Entry.Entered.NAMED) {
            count(Entry.Entered.ALREADY_THERE, file, ledger);
        } else {
            sums.add(entered, file.size());
            ledger.done("unmatched, kept by its digest", file.size());
            ledger.note("unmatched, kept by its digest: " + file.name() + ": no index in use names it");
        }
    }

    private static void unmatched(SourceFile file, String why, Ledger ledger) {
        ledger.skipped("unmatched", file.size());
        ledger.note("unmatched: " + file.name() + ": " + why);
    }

    private Entry.Entered enter(Candidate candidate, List<CacheKey> keys, Set<DigestAlgorithm> also)
            throws IOException {
        var file = candidate.file();
        var entered = new Entry(parts, order.mayShare()).enter(file, candidate.digest(), keys, also);
        if (order.pin()) {
            pinned.add(candidate.digest());
        }
        if (order.remove()) {
            Files.deleteIfExists(file.path());
        }
        return entered;
    }

    private void count(Entry.Entered entered, SourceFile file, Ledger ledger) {
        sums.add(entered, file.size());
        switch (entered) {
            case ALREADY_THERE, NAMED -> ledger.done("known already", file.size());
            case SHARED, COPIED -> ledger.done("taken", file.size());
        }
    }
}
