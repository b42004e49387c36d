package org.aptheke.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Scheme;
import org.aptheke.jobs.Ledger;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Watch;
import org.aptheke.store.JobBook;
import org.aptheke.suite.SuiteId;

/**
 * What there is to look at, and the steps in which that is done: first the release files, then the indexes that they
 * promise, then all else, since each is known through what came before. What comes of each file is found out in its step:
 * whoever wants to know beforehand would read everything twice.
 */
final class IntakePlan implements Plan {
    private static final int MOST_FILES = 4096;
    private static final long MOST_BYTES = 1L << 30;

    private final FileSource source;
    private final Function<CacheKey, Scheme> schemes;
    private final IntakeParts parts;
    private final Order order;
    private final Watch watch;
    private final Sums sums = new Sums();
    private final List<JobBook.Count> counts;

    IntakePlan(FileSource source, Function<CacheKey, Scheme> schemes, IntakeParts parts, Order order, Watch watch)
            throws InterruptedException {
        this.source = source;
        this.schemes = schemes;
        this.parts = parts;
        this.order = order;
        this.watch = watch;
        this.counts = count();
    }

    private List<JobBook.Count> count() throws InterruptedException {
        Map<SourceFile.Kind, long[]> byKind = new TreeMap<>();
        var walk = source.walk();
        while (walk.hasNext()) {
            watch.checkpoint();
            var file = walk.next();
            var sum = byKind.computeIfAbsent(file.kind(), _ -> new long[2]);
            sum[0]++;
            sum[1] += file.size();
        }
        var all = new ArrayList<JobBook.Count>();
        byKind.forEach((kind, sum) ->
                all.add(new JobBook.Count(JobBook.Outcome.PLANNED, kind.words() + " to look at", sum[0], sum[1])));
        return all;
    }

    @Override
    public List<JobBook.Count> counts() {
        return counts;
    }

    @Override
    public List<String> notes() {
        return source.remarks();
    }

    @Override
    public Iterator<Step> steps() {
        return new Steps();
    }

    /** Whether it ended early, because there is no room. */
    boolean isFull() {
        return sums.isFull();
    }

    @Override
    public void end(Ledger ledger) {
        ledger.conclude(sums.toString());
    }

    private final class Steps implements Iterator<Step> {
        private final Iterator<SourceFile.Kind> phases =
                List.of(SourceFile.Kind.values()).iterator();
        private Iterator<SourceFile> walk = Collections.emptyIterator();
        private final Iterator<Step> releases = releases();

        @Override
        public boolean hasNext() {
            if (sums.isFull()) {
                return false;
            }
            if (releases.hasNext()) {
                return true;
            }
            while (!walk.hasNext() && phases.hasNext()) {
                walk = new Mapped<>(
                        files(phases.next()), file -> Optional.of(file).filter(this::isLeft));
            }
            return walk.hasNext();
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return releases.hasNext() ? releases.next() : batch();
        }

        /** All release files are few. Those that are in no suite's place are files like others. */
        private Iterator<Step> releases() {
            Map<SuiteId, List<SourceFile>> bySuite = new LinkedHashMap<>();
            var all = files(SourceFile.Kind.RELEASE_FILE);
            while (all.hasNext()) {
                var file = all.next();
                file.key()
                        .flatMap(SuiteId::ofRelease)
                        .ifPresent(suite -> bySuite.computeIfAbsent(suite, _ -> new ArrayList<>())
                                .add(file));
            }
            return bySuite.entrySet().stream()
                    .<Step>map(each -> new ReleaseStep(
                            each.getKey(),
                            schemes.apply(each.getValue().getFirst().key().orElseThrow()),
                            each.getValue(),
                            parts,
                            watch,
                            sums))
                    .iterator();
        }

        private boolean isLeft(SourceFile file) {
            return file.key().flatMap(SuiteId::ofRelease).isEmpty();
        }

        private Step batch() {
            var files = new ArrayList<SourceFile>();
            long bytes = 0;
            while (walk.hasNext() && files.size() < MOST_FILES && bytes < MOST_BYTES) {
                var file = walk.next();
                files.add(file);
                bytes += file.size();
            }
            return new BatchStep(files, parts, order, watch, sums);
        }
    }

    private Iterator<SourceFile> files(SourceFile.Kind kind) {
        return new Mapped<>(
                source.walk(),
                seen -> Optional.of(seen).filter(each -> each.kind() == kind).map(source::file));
    }
}
