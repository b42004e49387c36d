package org.aptheke.mirror;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;

/**
 * Brings what mirrors lack. The plan asks for the releases and for the indexes that name files, as an update of a client
 * does, because else nobody knows what there is; all else is fetched when it is carried out.
 */
public final class MirrorJob implements Job {
    public static final String KIND = "mirror";

    /** Which mirror; all when it is not said. */
    private static final String NAME = "name";
    /** Whether the hours of mirrors do not count. */
    private static final String NOW = "now";

    private final MirrorParts parts;
    private final Supplier<List<MirrorRules>> rules;

    public MirrorJob(MirrorParts parts, Supplier<List<MirrorRules>> rules) {
        this.parts = parts;
        this.rules = rules;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "fetches what is missing of mirrored suites, and keeps it";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.BRINGING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(NAME, NOW);
    }

    /** Releases what is kept for mirrors that there are no more; returns whose that was. */
    public List<String> releaseRemoved() throws IOException {
        return new MirrorPins(parts.pins()).releaseOthers(owners(rules.get()));
    }

    private static Set<String> owners(List<MirrorRules> mirrors) {
        return mirrors.stream()
                .flatMap(mirror -> mirror.suites().stream().map(place -> MirrorPins.owner(mirror, place)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var all = rules.get();
        var mirrors = asked(arguments, all);
        boolean anyTime = arguments.flag(NOW);
        var survey = new SuiteSurvey(parts, watch);
        var suites = new ArrayList<SuitePart>();
        var troubles = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var mirror : mirrors) {
            var underWay = new MirrorUnderWay(mirror, anyTime, parts.clock());
            for (var place : mirror.suites()) {
                try {
                    suites.add(survey.look(underWay, place));
                } catch (IOException e) {
                    troubles.add(mirror.name() + " " + place.suite() + ": " + e.getMessage());
                }
            }
            if (!underWay.isAtItsHours()) {
                notes.add(mirror.name() + ": fetches between "
                        + mirror.hours().map(Object::toString).orElse("") + " only; now=true does it at any time");
            }
        }
        if (suites.isEmpty() && !troubles.isEmpty()) {
            throw new IOException(String.join("; ", troubles));
        }
        if (mirrors.isEmpty()) {
            notes.add("there is no [[mirror]] in the configuration");
        }
        notes.addAll(survey.notes());
        return new MirrorPlan(parts, owners(all), new MirrorPlan.Found(suites, troubles, notes), watch);
    }

    private static List<MirrorRules> asked(Arguments arguments, List<MirrorRules> all) throws JobRefusedException {
        var name = arguments.text(NAME);
        if (name.isEmpty()) {
            return all;
        }
        var named = all.stream().filter(each -> each.name().equals(name.get())).toList();
        if (named.isEmpty()) {
            throw new JobRefusedException("there is no [[mirror]] of the name " + name.get());
        }
        return named;
    }
}
