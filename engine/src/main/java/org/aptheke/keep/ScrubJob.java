package org.aptheke.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;
import org.aptheke.store.BlobCensus;
import org.aptheke.store.BlobSource;
import org.aptheke.store.JobBook;

/**
 * Reads blobs again and compares them with their names; puts damaged ones aside, and fetches them anew. Also makes
 * catalogue and disk agree: rows without a blob, files that are no blobs. Each run reads a part of the store and goes on
 * where the last one ended.
 */
public final class ScrubJob implements Job {
    private static final String NEXT_SHELF = "scrub.next";
    private static final String ALL = "all";

    private final HouseParts parts;
    private final BlobSource source;
    private final Refetch refetch;
    private final JobBook book;
    private final Supplier<ScrubRules> rules;

    public ScrubJob(HouseParts parts, BlobSource source, Refetch refetch, JobBook book, Supplier<ScrubRules> rules) {
        this.parts = parts;
        this.source = source;
        this.refetch = refetch;
        this.book = book;
        this.rules = rules;
    }

    @Override
    public String kind() {
        return "scrub";
    }

    @Override
    public String purpose() {
        return "reads stored files again and compares them with their digests; all=true reads the whole store";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.READING_ALL);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(ALL);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        int first = first();
        int count = arguments.flag(ALL) ? BlobCensus.SHELVES : shelvesOfARun();
        var shelves = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            shelves.add((first + i) % BlobCensus.SHELVES);
        }
        var table = blobs(shelves, watch);
        return new ScrubPlan(
                parts,
                new BlobReading(source, rules.get().bytesPerSecond(), watch),
                refetch,
                table,
                lost(shelves, table, watch),
                () -> book.mark(NEXT_SHELF, String.valueOf((first + count) % BlobCensus.SHELVES)));
    }

    private int shelvesOfARun() {
        int runs = Math.max(1, rules.get().runs());
        return Math.min(BlobCensus.SHELVES, (BlobCensus.SHELVES + runs - 1) / runs);
    }

    private int first() throws IOException {
        var mark = book.mark(NEXT_SHELF);
        try {
            return mark.isPresent() ? Math.floorMod(Integer.parseInt(mark.get()), BlobCensus.SHELVES) : 0;
        } catch (NumberFormatException e) {
            throw new JobRefusedException("the mark " + NEXT_SHELF + " is no number: " + mark.orElse(""));
        }
    }

    private ContentTable blobs(List<Integer> shelves, Watch watch) throws IOException, InterruptedException {
        var table = new ContentTable();
        watch.doing("looking at blobs");
        for (int shelf : shelves) {
            watch.giveWay();
            parts.blobs().forEachBlob(shelf, (digest, size, writtenAt) -> {
                int number = table.add(digest);
                table.size(number, size);
            });
        }
        return table;
    }

    /** What the catalogue has on these shelves, and the disk has not. Notes which blobs it has. */
    private Set<Digest> lost(List<Integer> shelves, ContentTable table, Watch watch)
            throws IOException, InterruptedException {
        watch.doing("reading the catalogue");
        parts.catalog().flush();
        var lost = new TreeSet<Digest>();
        var here = Set.copyOf(shelves);
        long[] taken = new long[1];
        parts.contents().forEachContent((key, content, size, use) -> {
            if (size > 0 && here.contains((int) (content.a() >>> 56))) {
                int number = table.find(content);
                if (number < 0) {
                    lost.add(content);
                } else {
                    table.flag(number, ContentTable.ENTERED);
                }
            }
            if (++taken[0] % 4096 == 0) {
                watch.giveWay();
            }
        });
        return lost;
    }
}
