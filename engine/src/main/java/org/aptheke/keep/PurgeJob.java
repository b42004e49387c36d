package org.aptheke.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.http.Masked;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.jobs.Watch;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.store.JobBook;

/** Removes one content, with all keys under which it is stored, because a person wants it gone. */
public final class PurgeJob implements Job {
    public static final String KIND = "purge";
    public static final String DIGEST = "digest";
    private static final String ASKED_FOR = "asked for";
    private static final int MOST_SHOWN = 50;

    private final HouseParts parts;

    public PurgeJob(HouseParts parts) {
        this.parts = parts;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "removes a content with all names under which it is stored; digest=SHA-256 as \"aptheke search\" shows it";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.REMOVING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(DIGEST);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException {
        var digest = digest(arguments.required(DIGEST));
        parts.catalog().flush();
        var rows = parts.contents().named(digest);
        if (rows.isEmpty()) {
            throw new JobRefusedException("nothing with the digest " + digest.toHex() + " is stored");
        }
        var owners = parts.pins().ownersOf(digest);
        if (!owners.isEmpty()) {
            throw new JobRefusedException(
                    digest.toHex() + " is pinned for " + String.join(", ", owners) + "; unpin it before");
        }
        return new PurgePlan(digest, rows);
    }

    private static Digest digest(String hex) throws JobRefusedException {
        try {
            return Digest.ofHex(hex);
        } catch (IllegalArgumentException e) {
            throw new JobRefusedException("a digest has 64 hexadecimal digits, not: " + hex);
        }
    }

    private final class PurgePlan implements Plan {
        private final Doomed doomed;
        private final List<String> notes = new ArrayList<>();

        PurgePlan(Digest digest, List<NamedContent> rows) {
            this.doomed = new Doomed(digest, rows.getFirst().response().size(), Long.MAX_VALUE, ASKED_FOR);
            rows.stream()
                    .limit(MOST_SHOWN)
                    .forEach(row -> notes.add(
                            "stored as " + Masked.secrets(row.response().key().text())));
            if (rows.size() > MOST_SHOWN) {
                notes.add("and " + (rows.size() - MOST_SHOWN) + " more names");
            }
        }

        @Override
        public List<JobBook.Count> counts() {
            var tally = new Tally();
            tally.planned(ASKED_FOR, doomed.size());
            return tally.counts();
        }

        @Override
        public List<String> notes() {
            return List.copyOf(notes);
        }

        @Override
        public Iterator<Step> steps() {
            Step step = ledger -> new Removal(parts, ledger)
                    .remove(List.of(doomed), Removal.Manner.ANY, (each, rows) -> Optional.empty());
            return List.of(step).iterator();
        }
    }
}
