package org.aptheke.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Scheme;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Watch;
import org.aptheke.suite.ReleaseName;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteIntake;

/** The release files of one suite: they say what all other files are to be. Done once, by one thread. */
record ReleaseStep(SuiteId suite, Scheme scheme, List<SourceFile> files, IntakeParts parts, Watch watch, Sums sums)
        implements Step {
    @Override
    public void apply(Ledger ledger) throws IOException, InterruptedException {
        watch.doing(suite.toString());
        var entered = new ArrayList<StoredResponse>();
        Map<ReleaseName, StoredResponse> named = new EnumMap<>(ReleaseName.class);
        var latest = Instant.EPOCH;
        // Small, and what is current must not follow a file that somebody may still change: copies.
        var entry = new Entry(parts, false);
        for (var file : files) {
            var digest = new Reading(watch).read(file, Set.of()).digest();
            // Its own name in the catalogue stands for what is current, and so is for who is adopted.
            var byDigest = Entry.keyOf(digest);
            sums.add(entry.enter(file, digest, List.of(byDigest), Set.of()), file.size());
            entered.add(entry.row(file, digest, byDigest));
            var row = entry.row(file, digest, file.key().orElseThrow());
            var fileName = file.name().substring(file.name().lastIndexOf('/') + 1);
            ReleaseName.of(fileName).ifPresent(name -> named.put(name, row));
            latest = file.modified().isAfter(latest) ? file.modified() : latest;
        }
        boolean readable = named.containsKey(ReleaseName.IN_RELEASE) || named.containsKey(ReleaseName.RELEASE);
        var result = readable
                ? parts.suites().intake().adopt(suite, scheme, named, latest)
                : new SuiteIntake.Result.Refused("a signature without its Release");
        if (result instanceof SuiteIntake.Result.Adopted) {
            for (var row : named.values()) {
                parts.catalog().put(row);
            }
        }
        for (var row : entered) {
            parts.catalog().remove(row);
        }
        parts.catalog().flush();
        tell(result, ledger);
    }

    private void tell(SuiteIntake.Result result, Ledger ledger) {
        switch (result) {
            case SuiteIntake.Result.Adopted(var words) -> {
                files.forEach(file -> ledger.done("taken", file.size()));
                ledger.note("suite " + suite + ": taken over; " + words);
            }
            case SuiteIntake.Result.Present() -> files.forEach(file -> ledger.done("known already", file.size()));
            case SuiteIntake.Result.Refused(var why) -> {
                files.forEach(file -> ledger.skipped("unmatched", file.size()));
                ledger.note("suite " + suite + ": its release files are not taken: " + why);
            }
        }
    }
}
