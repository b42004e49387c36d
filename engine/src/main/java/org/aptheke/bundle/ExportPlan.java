package org.aptheke.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Watch;
import org.aptheke.store.JobBook;

/** A bundle to be written: in one step, because half a bundle is none. Used by one thread. */
final class ExportPlan implements Plan {
    /** A header, what fills up a block, and what zstd adds to bytes that it cannot make less. */
    private static final long MOST_PER_MEMBER = 1200;

    private final ExportParts parts;
    private final Selection selection;
    private final BundleList list;
    private final byte[] text;
    private final Optional<Destination> destination;
    private final List<String> names;
    private final Watch watch;
    private boolean written;
    private Optional<IOException> failure = Optional.empty();

    ExportPlan(
            ExportParts parts,
            Selection selection,
            BundleList list,
            byte[] text,
            Optional<Destination> destination,
            List<String> names,
            Watch watch) {
        this.parts = parts;
        this.selection = selection;
        this.list = list;
        this.text = text;
        this.destination = destination;
        this.names = names;
        this.watch = watch;
    }

    /** How large a bundle can become. */
    static long mostBytes(BundleList list, byte[] text) {
        return list.bytes()
                + list.bytes() / 1000
                + text.length
                + MOST_PER_MEMBER * (list.contents().size() + 10L);
    }

    @Override
    public List<JobBook.Count> counts() {
        Map<Selection.Kind, long[]> sums = new TreeMap<>();
        for (var content : list.contents()) {
            var sum = sums.computeIfAbsent(selection.kindOf(content), _ -> new long[2]);
            sum[0]++;
            sum[1] += content.size();
        }
        var counts = new ArrayList<JobBook.Count>();
        sums.forEach(
                (kind, sum) -> counts.add(new JobBook.Count(JobBook.Outcome.PLANNED, kind.words(), sum[0], sum[1])));
        return counts;
    }

    @Override
    public List<String> notes() {
        var notes = new ArrayList<>(selection.remarks());
        notes.add("the bundle has no more than " + mostBytes(list, text) + " bytes");
        return notes;
    }

    @Override
    public Iterator<Step> steps() {
        return List.<Step>of(this::write).iterator();
    }

    private void write(Ledger ledger) throws IOException, InterruptedException {
        try {
            var to = destination.orElseThrow(() -> new JobRefusedException("to is missing"));
            var key = SigningKey.in(parts.keyFile());
            try (var stream = to.open();
                    var writer = new BundleWriter(stream)) {
                writer.write(text, key);
                for (var content : list.contents()) {
                    watch.giveWay();
                    watch.doing(content.names().getFirst().key().toString());
                    pack(content, writer);
                    ledger.done(selection.kindOf(content).words(), content.size());
                }
                writer.finish();
            }
            parts.marks().propose(names, to.token(), selection.knownThen());
            to.done();
            if (to.isLasting()) {
                parts.marks().confirm(to.token());
            }
            written = true;
            ledger.conclude("signed by " + key.exporter());
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private void pack(BundleList.Packed content, BundleWriter writer) throws IOException, InterruptedException {
        var file = parts.blobs().open(content.digest(), content.size());
        if (file.isEmpty()) {
            throw new IOException(
                    content.names().getFirst().key() + " is gone from the store meanwhile; export once more");
        }
        try (var open = file.get()) {
            writer.write(content, open, watch);
        }
    }

    @Override
    public void discard() throws IOException {
        if (destination.isPresent()) {
            destination.get().undone();
        }
    }

    /** Half a bundle is none: then the run has failed. */
    @Override
    public void end(Ledger ledger) throws IOException {
        if (!written) {
            discard();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
