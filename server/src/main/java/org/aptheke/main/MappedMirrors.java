package org.aptheke.main;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aptheke.config.Settings;
import org.aptheke.http.TargetUri;
import org.aptheke.mirror.MirrorRules;
import org.aptheke.mirror.NamePatterns;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteUpdates;

/** From the tables of mirrors to what is mirrored. */
final class MappedMirrors {
    private static final String DISTS = "dists/";
    private static final String RELEASE = "InRelease";

    private MappedMirrors() {}

    static List<MirrorRules> of(Prepared prepared) {
        return prepared.settings().house().mirrors().stream()
                .map(mirror -> of(mirror, prepared))
                .toList();
    }

    /** The suites that are mirrored. */
    static Set<SuiteId> suites(List<MirrorRules> mirrors) {
        return mirrors.stream()
                .flatMap(mirror -> mirror.suites().stream())
                .map(place -> SuiteUpdates.suite(place.directory()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static MirrorRules of(Settings.Mirror mirror, Prepared prepared) {
        return new MirrorRules(
                mirror.name(),
                mirror.suites().stream()
                        .map(suite -> new MirrorRules.Place(suite, directory(mirror, suite, prepared)))
                        .toList(),
                new MirrorRules.Choice(
                        mirror.components(),
                        mirror.architectures(),
                        NamePatterns.of(mirror.sections()),
                        NamePatterns.of(mirror.packages()),
                        mirror.newest(),
                        mirror.sources(),
                        mirror.related(),
                        extras(mirror.indexes())),
                mirror.budgetBytes(),
                mirror.bytesPerSecond().orElse(0),
                mirror.hours().map(hours -> new MirrorRules.Hours(hours.from(), hours.to(), ZoneId.systemDefault())));
    }

    /**
     * As the request of a client for its release file is understood: below a remap where one is about it, with the
     * operator's credentials.
     */
    private static TargetUri directory(Settings.Mirror mirror, String suite, Prepared prepared) {
        var root = MappedRemaps.target(mirror.url());
        var base = root.path().endsWith("/") ? root.path() : root.path() + "/";
        var below = suite.endsWith("/") ? flat(suite) : DISTS + suite + "/";
        var file = withPath(root, base + below + RELEASE);
        var meant =
                prepared.credentials().seenByItself(prepared.remaps().find(file).orElse(file));
        var path = meant.path().substring(0, meant.path().lastIndexOf('/'));
        return withPath(meant, path.isEmpty() ? "/" : path);
    }

    private static TargetUri withPath(TargetUri target, String path) {
        return new TargetUri(target.scheme(), target.host(), target.port(), path, "");
    }

    /** {@code ./} is the directory of the URL itself. */
    private static String flat(String suite) {
        return suite.startsWith("./") ? suite.substring(2) : suite;
    }

    private static Set<MirrorRules.Extra> extras(List<Settings.MirrorIndex> indexes) {
        var extras = EnumSet.noneOf(MirrorRules.Extra.class);
        for (var index : indexes) {
            extras.add(
                    switch (index) {
                        case TRANSLATIONS -> MirrorRules.Extra.TRANSLATIONS;
                        case CONTENTS -> MirrorRules.Extra.CONTENTS;
                        case DEP11 -> MirrorRules.Extra.DEP11;
                        case COMMANDS -> MirrorRules.Extra.COMMANDS;
                    });
        }
        return extras;
    }
}
