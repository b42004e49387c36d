package org.aptheke.mirror;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.repo.codec.Compression;

/**
 * Which members of a release are wanted. Each index is wanted in all its compressed forms, because clients differ in which
 * they ask for; plain only where there is no other, since servers seldom have that.
 */
final class MemberChoice {
    private static final String BINARY = "/binary-";
    private static final String TRANSLATION = "i18n/Translation-";
    private static final String INSTALLER = "/debian-installer";

    /** What is likely to be there and cheap to get comes first. */
    private static final List<Compression> BEST_FIRST = List.of(
            Compression.XZ, Compression.ZSTD, Compression.BZIP2, Compression.LZMA, Compression.GZIP, Compression.NONE);

    private final MirrorRules.Choice choice;

    MemberChoice(MirrorRules.Choice choice) {
        this.choice = choice;
    }

    /**
     * One index.
     *
     * @param plainPath without the ending of a compression
     * @param forms the best first
     */
    record Index(String plainPath, List<Member> forms) {
        Index {
            forms = List.copyOf(forms);
        }

        boolean namesFiles() {
            return IndexKind.ofPath(plainPath).isPresent();
        }

        /** Whether every client asks for it. */
        boolean isUsual() {
            return namesFiles() || plainPath.contains(TRANSLATION);
        }
    }

    /** The wanted indexes, by path. */
    List<Index> of(ReleaseFile release, boolean flat) {
        Map<String, List<Member>> byPlainPath = new LinkedHashMap<>();
        var components = flat ? Set.<String>of() : components(release);
        release.members()
                .filter(member -> flat ? isWantedFlat(member.path()) : isWanted(member.path(), components))
                .forEach(member -> byPlainPath
                        .computeIfAbsent(Compression.plainName(member.path()), _ -> new ArrayList<>())
                        .add(member));
        var indexes = new ArrayList<Index>();
        byPlainPath.forEach((plain, forms) -> indexes.add(new Index(plain, forms(forms))));
        return indexes;
    }

    private static List<Member> forms(List<Member> all) {
        var sorted = all.stream()
                .sorted(Comparator.comparingInt(member -> BEST_FIRST.indexOf(Compression.ofName(member.path()))))
                .toList();
        boolean onlyPlain = Compression.ofName(sorted.getFirst().path()) == Compression.NONE;
        return onlyPlain
                ? sorted
                : sorted.stream()
                        .filter(member -> Compression.ofName(member.path()) != Compression.NONE)
                        .toList();
    }

    /** Architectures that were wanted and of which the release has nothing. */
    List<String> missingArchitectures(ReleaseFile release) {
        var there = release.members()
                .map(Member::path)
                .filter(path -> path.contains(BINARY))
                .map(path -> path.substring(path.indexOf(BINARY) + BINARY.length()))
                .map(path -> path.substring(0, Math.max(0, path.indexOf('/'))))
                .collect(Collectors.toSet());
        return choice.architectures().stream()
                .filter(architecture -> !there.contains(architecture))
                .toList();
    }

    /** Components that were wanted and of which the release has nothing. */
    List<String> missingComponents(ReleaseFile release) {
        var there = allComponents(release);
        return choice.components().stream()
                .filter(component -> !there.contains(component))
                .toList();
    }

    private Set<String> components(ReleaseFile release) {
        return choice.components().isEmpty() ? allComponents(release) : Set.copyOf(choice.components());
    }

    /** As directories: in the field some releases write more before them. */
    private static Set<String> allComponents(ReleaseFile release) {
        var components = new TreeSet<String>();
        release.members().map(Member::path).forEach(path -> {
            int end = path.indexOf(BINARY);
            end = end < 0 ? path.indexOf("/source/Sources") : end;
            if (end > 0 && !path.substring(0, end).endsWith(INSTALLER)) {
                components.add(path.substring(0, end));
            }
        });
        return components;
    }

    private boolean isWantedFlat(String path) {
        return switch (IndexKind.ofPath(path).orElse(null)) {
            case PACKAGES -> !choice.architectures().isEmpty();
            case SOURCES -> choice.sources();
            case null -> false;
        };
    }

    private boolean isWanted(String path, Set<String> components) {
        if (isContents(path)) {
            return true; // of all components together
        }
        return components.stream()
                .filter(component -> path.startsWith(component + "/"))
                .anyMatch(component -> isWantedBelow(path.substring(component.length() + 1)));
    }

    private boolean isWantedBelow(String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return isContents(path);
        }
        var directory = path.substring(0, slash);
        var name = Compression.plainName(path.substring(slash + 1));
        if (name.indexOf('/') >= 0) {
            return false;
        }
        return switch (directory) {
            case "source" -> name.equals("Sources") && choice.sources();
            case "i18n" -> name.startsWith("Translation-") && wants(MirrorRules.Extra.TRANSLATIONS);
            case "dep11" -> wants(MirrorRules.Extra.DEP11) && isDep11(name);
            case "cnf" -> wants(MirrorRules.Extra.COMMANDS) && isOfArchitecture("Commands-", name, "");
            default -> name.equals("Packages") && isOfArchitecture("binary-", directory, "");
        };
    }

    private boolean isContents(String path) {
        return wants(MirrorRules.Extra.CONTENTS) && isOfArchitecture("Contents-", Compression.plainName(path), "");
    }

    private boolean isDep11(String name) {
        return name.startsWith("icons-") || isOfArchitecture("Components-", name, ".yml");
    }

    private boolean isOfArchitecture(String prefix, String name, String suffix) {
        if (!name.startsWith(prefix) || !name.endsWith(suffix)) {
            return false;
        }
        var architecture = name.substring(prefix.length(), name.length() - suffix.length());
        boolean ofAll = architecture.equals("all") && !choice.architectures().isEmpty();
        return ofAll || choice.architectures().contains(architecture);
    }

    private boolean wants(MirrorRules.Extra extra) {
        return choice.extras().contains(extra) && !choice.architectures().isEmpty();
    }
}
