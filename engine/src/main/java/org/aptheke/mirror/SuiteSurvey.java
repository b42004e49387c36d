package org.aptheke.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aptheke.digest.Checksum;
import org.aptheke.fetch.Brought;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.Member;
import org.aptheke.store.Blob;
import org.aptheke.suite.SuiteFiles;
import org.aptheke.suite.SuiteUpdates;

/**
 * Finds out what mirrors lack: asks for the releases, brings the indexes that name files, and compares what these name with
 * what is stored. Used by one thread.
 */
final class SuiteSurvey {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int GIVE_WAY_EVERY = 1 << 10;

    private final MirrorParts parts;
    private final Watch watch;

    /** A content that several suites or mirrors name is fetched once. */
    private final Set<Checksum> planned = new HashSet<>();

    private final List<String> notes = new ArrayList<>();

    SuiteSurvey(MirrorParts parts, Watch watch) {
        this.parts = parts;
        this.watch = watch;
    }

    /** What people should know of what was found. */
    List<String> notes() {
        return notes;
    }

    /**
     * What one suite of a mirror lacks.
     *
     * @throws IOException when its release, or an index of it, cannot be had or read
     */
    SuitePart look(MirrorUnderWay mirror, MirrorRules.Place place) throws IOException, InterruptedException {
        var label = mirror.rules().name() + " " + place.suite();
        var files = update(label, place);
        var choice = new MemberChoice(mirror.rules().choice());
        boolean flat = !place.directory().path().contains("/dists/");
        var indexes = choice.of(files.release(), flat);
        if (indexes.isEmpty()) {
            throw new IOException("its release names no index of what is wanted");
        }
        if (!flat) {
            tellOfMissing(label, choice, files);
        }
        var used = indexes.stream()
                .filter(MemberChoice.Index::isUsual)
                .flatMap(index -> index.forms().stream())
                .map(Member::path)
                .toList();
        var part = new SuitePart(mirror, MirrorPins.owner(mirror.rules(), place), files, used);
        var read = new LinkedHashMap<MemberChoice.Index, Member>();
        for (var index : indexes) {
            if (index.namesFiles()) {
                read.put(index, readable(part, files, index));
            }
        }
        var sum = new Sum(label, mirror, part);
        files.releaseFiles().stream().map(Blob::digest).forEach(part.kept()::add);
        for (var index : indexes) {
            for (var form : index.forms()) {
                sum.index(
                        new Wanted(files, files.members(), form.path(), form.expectation(), label + ": indexes", true));
            }
        }
        choose(mirror, files, read, sum);
        sum.tell();
        return part;
    }

    private SuiteFiles update(String label, MirrorRules.Place place) throws IOException, InterruptedException {
        watch.doing("asking for the release of " + label);
        var update = parts.suites().updates().begin(place.directory());
        while (!update.awaitEnded(LOOK_EVERY)) {
            watch.checkpoint();
        }
        return switch (update.result()) {
            case SuiteUpdates.Result.Ready(var files, var remark) -> {
                remark.ifPresent(why -> notes.add(label + ": " + why));
                yield files;
            }
            case SuiteUpdates.Result.Unavailable(var why) -> throw new IOException(why);
        };
    }

    private void tellOfMissing(String label, MemberChoice choice, SuiteFiles files) {
        choice.missingComponents(files.release()).forEach(each -> notes.add(label + ": has no component " + each));
        choice.missingArchitectures(files.release())
                .forEach(each -> notes.add(label + ": has no architecture " + each));
    }

    // ---- indexes

    /** A form of the index that is in the store, brought if none was. */
    private Member readable(SuitePart part, SuiteFiles files, MemberChoice.Index index)
            throws IOException, InterruptedException {
        for (var form : index.forms()) {
            if (files.stored(files.members().key(form.path()), form.expectation())
                    .isPresent()) {
                return form;
            }
        }
        for (var form : index.forms()) {
            if (bring(part, files, form)) {
                return form;
            }
        }
        throw new IOException(index.plainPath() + ": the origin does not have it");
    }

    /** False when the origin does not have it. */
    private boolean bring(SuitePart part, SuiteFiles files, Member form) throws IOException, InterruptedException {
        watch.doing("fetching " + form.path());
        var wanted = new Wanted(files, files.members(), form.path(), form.expectation(), "", true);
        try (var bringing = new Bringing(parts.fetches(), 1)) {
            bringing.begin(part, wanted);
            return switch (bringing.next(watch).brought()) {
                case Brought.Stored _ -> true;
                case Brought.Refused _ -> false;
                case Brought.Failed(var cause) -> throw new IOException(form.path() + ": " + cause.getMessage(), cause);
            };
        }
    }

    // ---- files

    private void choose(MirrorUnderWay mirror, SuiteFiles files, Map<MemberChoice.Index, Member> indexes, Sum sum)
            throws IOException, InterruptedException {
        var rules = mirror.rules().choice();
        var known = rules.related()
                ? Optional.of(KnownPackages.below(files.id().archiveRoot(), parts.catalog()))
                : Optional.<KnownPackages>empty();
        var choice = new PackageChoice(rules, known);
        var pools = new HashMap<String, SuiteFiles.Named>();
        for (var kind : List.of(IndexKind.PACKAGES, IndexKind.SOURCES)) {
            for (var each : indexes.entrySet()) {
                var path = each.getKey().plainPath();
                if (IndexKind.ofPath(path).equals(Optional.of(kind))) {
                    watch.doing("reading " + path);
                    watch.giveWay();
                    pools.put(path, files.read(each.getValue(), entry -> {
                        switch (kind) {
                            case PACKAGES -> choice.offerPackage(path, entry);
                            case SOURCES -> choice.offerSource(path, entry);
                        }
                    }));
                }
            }
        }
        int taken = 0;
        for (var chosen : choice.chosen()) {
            sum.file(files, pools.getOrDefault(chosen.index(), files.members()), chosen);
            if (++taken % GIVE_WAY_EVERY == 0) {
                watch.giveWay();
            }
        }
    }

    /** Adds up what one suite names, has and lacks. */
    private final class Sum {
        private final String label;
        private final MirrorUnderWay mirror;
        private final SuitePart part;
        private final Set<Checksum> leftOut = new HashSet<>();
        private long thereCount;
        private long thereBytes;
        private long leftOutBytes;

        Sum(String label, MirrorUnderWay mirror, SuitePart part) {
            this.label = label;
            this.mirror = mirror;
            this.part = part;
        }

        /** Without indexes all else is of no use: they are wanted whatever the budget is. */
        void index(Wanted wanted) throws IOException {
            if (mirror.include(wanted.expectation().strongest())) {
                mirror.spend(wanted.size());
            }
            lookFor(wanted);
        }

        void file(SuiteFiles files, SuiteFiles.Named pool, PackageChoice.Chosen chosen) throws IOException {
            var reason = label + (chosen.source() ? ": sources" : ": packages");
            var wanted = new Wanted(files, pool, chosen.path(), chosen.expectation(), reason, false);
            var content = wanted.expectation().strongest();
            if (mirror.includes(content) || mirror.affords(wanted.size())) {
                mirror.include(content);
                lookFor(wanted);
            } else if (leftOut.add(content)) {
                leftOutBytes += wanted.size();
            }
        }

        private void lookFor(Wanted wanted) throws IOException {
            var stored = wanted.stored();
            if (stored.isPresent()) {
                // Several indexes may name it: what is for all architectures is in that of each.
                if (part.kept().add(stored.get().digest())) {
                    thereCount++;
                    thereBytes += stored.get().size();
                }
            } else {
                wanted.digest().ifPresent(part.kept()::add);
                if (planned.add(wanted.expectation().strongest())) {
                    part.missing().add(wanted);
                }
            }
        }

        void tell() {
            notes.add(label + ": " + thereCount + " files of " + thereBytes + " bytes are there already");
            if (!leftOut.isEmpty()) {
                notes.add(label + ": " + leftOut.size() + " files of " + leftOutBytes
                        + " bytes are left out, because they go beyond the budget of "
                        + mirror.rules().budgetBytes().orElse(0) + " bytes");
            }
        }
    }
}
