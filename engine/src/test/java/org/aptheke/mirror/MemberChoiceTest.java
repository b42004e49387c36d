package org.aptheke.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;

/** Which members of a release are mirrored, on the layouts of Debian and Ubuntu. */
class MemberChoiceTest {
    private static final Set<MirrorRules.Extra> ALL = EnumSet.allOf(MirrorRules.Extra.class);

    private static final List<String> MEMBERS = List.of(
            "Contents-amd64.gz",
            "Contents-armhf.gz",
            "main/Contents-amd64.gz",
            "main/Contents-all.gz",
            "main/Contents-source.gz",
            "main/Contents-udeb-amd64.gz",
            "main/binary-all/Packages.xz",
            "main/binary-amd64/Packages",
            "main/binary-amd64/Packages.gz",
            "main/binary-amd64/Packages.xz",
            "main/binary-amd64/Packages.diff/Index",
            "main/binary-amd64/Release",
            "main/binary-armhf/Packages.xz",
            "main/cnf/Commands-amd64.xz",
            "main/cnf/Commands-armhf.xz",
            "main/debian-installer/binary-amd64/Packages.xz",
            "main/dep11/Components-amd64.yml.gz",
            "main/dep11/Components-armhf.yml.gz",
            "main/dep11/icons-64x64.tar.gz",
            "main/i18n/Index",
            "main/i18n/Translation-de.bz2",
            "main/i18n/Translation-en.bz2",
            "main/installer-amd64/current/images/SHA256SUMS",
            "main/source/Release",
            "main/source/Sources.xz",
            "main/source/Sources.gz",
            "non-free/binary-amd64/Packages");

    private static ReleaseFile release(List<String> members) throws Exception {
        var text = new StringBuilder("Suite: stable\nComponents: updates/main updates/non-free\nSHA256:\n");
        members.forEach(path -> text.append(" %s %d %s\n".formatted(Samples.sha256(Samples.utf8(path)), 10, path)));
        return ReleaseFile.parse(ByteBuffer.wrap(Samples.utf8(text.toString())));
    }

    private static MirrorRules.Choice choice(
            List<String> components, List<String> architectures, boolean sources, Set<MirrorRules.Extra> extras) {
        return new MirrorRules.Choice(
                components, architectures, NamePatterns.ALL, NamePatterns.ALL, false, sources, false, extras);
    }

    private static List<String> paths(MirrorRules.Choice choice, boolean flat, List<String> members) throws Exception {
        return new MemberChoice(choice)
                .of(release(members), flat).stream()
                        .flatMap(index -> index.forms().stream())
                        .map(Member::path)
                        .toList();
    }

    @Test
    void of_oneArchitectureOfOneComponent_allThatItsClientsAskFor() throws Exception {
        var paths = paths(choice(List.of("main"), List.of("amd64"), false, ALL), false, MEMBERS);

        assertThat(paths)
                .containsExactlyInAnyOrder(
                        "Contents-amd64.gz",
                        "main/Contents-amd64.gz",
                        "main/Contents-all.gz",
                        "main/binary-all/Packages.xz",
                        "main/binary-amd64/Packages.xz",
                        "main/binary-amd64/Packages.gz",
                        "main/cnf/Commands-amd64.xz",
                        "main/dep11/Components-amd64.yml.gz",
                        "main/dep11/icons-64x64.tar.gz",
                        "main/i18n/Translation-de.bz2",
                        "main/i18n/Translation-en.bz2");
    }

    @Test
    void of_noComponentNamed_allOfThem() throws Exception {
        var paths = paths(choice(List.of(), List.of("armhf", "amd64"), false, Set.of()), false, MEMBERS);

        assertThat(paths)
                .containsExactlyInAnyOrder(
                        "main/binary-all/Packages.xz",
                        "main/binary-amd64/Packages.xz",
                        "main/binary-amd64/Packages.gz",
                        "main/binary-armhf/Packages.xz",
                        "non-free/binary-amd64/Packages");
    }

    @Test
    void of_sourcesAlone_noPackages() throws Exception {
        var paths = paths(choice(List.of("main"), List.of(), true, ALL), false, MEMBERS);

        assertThat(paths).containsExactlyInAnyOrder("main/source/Sources.xz", "main/source/Sources.gz");
    }

    @Test
    void of_oneIndexInSeveralForms_theSmallestIsReadFirst() throws Exception {
        var indexes = new MemberChoice(choice(List.of("main"), List.of("amd64"), false, Set.of()))
                .of(release(MEMBERS), false);

        var packages = indexes.stream()
                .filter(index -> index.plainPath().equals("main/binary-amd64/Packages"))
                .collect(Collectors.toList());
        assertThat(packages).singleElement().satisfies(index -> {
            assertThat(index.namesFiles()).isTrue();
            assertThat(index.forms().getFirst().path()).endsWith(".xz");
        });
    }

    @Test
    void of_flatRepository_itsIndexes() throws Exception {
        var members = List.of("Packages", "Packages.gz", "Sources.gz", "other.txt");

        assertThat(paths(choice(List.of(), List.of("amd64"), false, ALL), true, members))
                .containsExactly("Packages.gz");
        assertThat(paths(choice(List.of(), List.of("amd64"), true, ALL), true, members))
                .containsExactly("Packages.gz", "Sources.gz");
    }

    @Test
    void missing_whatWasWantedAndIsNotThere_isNamed() throws Exception {
        var choice = new MemberChoice(choice(List.of("main", "mian"), List.of("amd64", "riscv64"), false, ALL));

        assertThat(choice.missingArchitectures(release(MEMBERS))).containsExactly("riscv64");
        assertThat(choice.missingComponents(release(MEMBERS))).containsExactly("mian");
    }
}
