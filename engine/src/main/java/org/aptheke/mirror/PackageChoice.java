package org.aptheke.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.IndexEntry;
import org.aptheke.repo.apt.VersionOrder;

/**
 * Which files of the pool are wanted of one suite. Packages are to be offered before sources, because of those only what
 * belongs to the packages may be wanted. Used by one thread.
 */
final class PackageChoice {
    private static final Comparator<String> ORDER = VersionOrder.WITH_EPOCHS;

    private final MirrorRules.Choice choice;
    private final Optional<KnownPackages> known;
    private final List<Chosen> chosen = new ArrayList<>();
    private final Map<String, String> newest = new HashMap<>();
    private final Set<String> sourcesOfChosen = new HashSet<>();

    /**
     * A file that is wanted.
     *
     * @param series what versions of one package have in common
     * @param index the path of the index that names it
     * @param source whether it is of a source package
     */
    record Chosen(String series, String version, String index, String path, Expectation expectation, boolean source) {}

    /** @param known empty when it does not matter what is in the store */
    PackageChoice(MirrorRules.Choice choice, Optional<KnownPackages> known) {
        this.choice = choice;
        this.known = known;
    }

    void offerPackage(String index, IndexEntry entry) {
        var name = entry.packageName().orElse("");
        var architecture = entry.architecture().orElse("all");
        boolean wanted = isOfArchitecture(architecture)
                && fits(name, entry)
                && known.map(packages -> packages.has(name, architecture)).orElse(true);
        if (wanted) {
            sourcesOfChosen.add(entry.sourceName().orElse(name));
            take(name + " " + architecture, index, entry, false);
        }
    }

    void offerSource(String index, IndexEntry entry) {
        var name = entry.packageName().orElse("");
        boolean wanted = sourcesOfChosen.contains(name)
                || (fits(name, entry)
                        && known.map(packages -> packages.hasSource(name)).orElse(true));
        if (wanted) {
            take(name, index, entry, true);
        }
    }

    private boolean isOfArchitecture(String architecture) {
        return architecture.equals("all") || choice.architectures().contains(architecture);
    }

    private boolean fits(String name, IndexEntry entry) {
        return choice.packages().match(name)
                && choice.sections().match(entry.section().orElse(""));
    }

    private void take(String series, String index, IndexEntry entry, boolean source) {
        var version = entry.version().orElse("");
        var kind = (source ? "source " : "binary ") + series;
        newest.merge(kind, version, (one, other) -> ORDER.compare(one, other) >= 0 ? one : other);
        chosen.add(new Chosen(kind, version, index, entry.path(), entry.expectation(), source));
    }

    /** What was chosen of all that was offered, in that order. */
    List<Chosen> chosen() {
        return choice.newest()
                ? chosen.stream()
                        .filter(each -> ORDER.compare(each.version(), newest.getOrDefault(each.series(), "")) == 0)
                        .toList()
                : List.copyOf(chosen);
    }
}
