package org.aptheke.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.repo.apt.PackageIndexReader;
import org.aptheke.repo.apt.SourceIndexReader;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;

/** Which files of the pool are mirrored, by what indexes say of them. */
class PackageChoiceTest {
    private static final String PACKAGES = stanza("apt", "2.6.1", "amd64", "admin", "")
            + stanza("apt", "2.10.0", "amd64", "admin", "")
            + stanza("apt-doc", "2.10.0", "all", "doc", "apt")
            + stanza("libc6", "2:1.0", "amd64", "libs", "glibc (2.39)")
            + stanza("libc6", "1:9.0", "amd64", "libs", "glibc (2.38)")
            + stanza("vim", "9", "arm64", "editors", "");

    private static final String SOURCES =
            source("apt", "2.10.0") + source("glibc", "2.38") + source("glibc", "2.39") + source("vim", "9");

    private static String stanza(String name, String version, String architecture, String section, String source) {
        var file = "pool/%s_%s_%s.deb".formatted(name, version.replaceAll(".*:", ""), architecture);
        return "Package: %s\nVersion: %s\nArchitecture: %s\nSection: %s\n%sFilename: %s\nSize: 5\nSHA256: %s\n\n"
                .formatted(
                        name,
                        version,
                        architecture,
                        section,
                        source.isEmpty() ? "" : "Source: " + source + "\n",
                        file,
                        Samples.sha256(Samples.utf8(file)));
    }

    private static String source(String name, String version) {
        var sum = Samples.sha256(Samples.utf8(name + version));
        return "Package: %s\nVersion: %s\nDirectory: pool\nChecksums-Sha256:\n %s 5 %s_%s.dsc\n %s 7 %s_%s.tar.xz\n\n"
                .formatted(name, version, sum, name, version, sum, name, version);
    }

    private static MirrorRules.Choice choice(
            List<String> sections, List<String> packages, boolean newest, boolean sources) {
        return new MirrorRules.Choice(
                List.of(),
                List.of("amd64"),
                NamePatterns.of(sections),
                NamePatterns.of(packages),
                newest,
                sources,
                false,
                Set.of());
    }

    private static List<String> chosen(MirrorRules.Choice rules, Optional<KnownPackages> known) throws IOException {
        var choice = new PackageChoice(rules, known);
        var _ = PackageIndexReader.read(
                new ByteArrayInputStream(Samples.utf8(PACKAGES)), entry -> choice.offerPackage("Packages", entry));
        if (rules.sources()) {
            var _ = SourceIndexReader.read(
                    new ByteArrayInputStream(Samples.utf8(SOURCES)), entry -> choice.offerSource("Sources", entry));
        }
        return choice.chosen().stream()
                .map(each -> each.path().substring("pool/".length()))
                .toList();
    }

    private static List<String> chosen(MirrorRules.Choice rules) throws IOException {
        return chosen(rules, Optional.empty());
    }

    @Test
    void chosen_noRule_allOfTheArchitecture() throws IOException {
        assertThat(chosen(choice(List.of(), List.of(), false, false)))
                .containsExactly(
                        "apt_2.6.1_amd64.deb",
                        "apt_2.10.0_amd64.deb",
                        "apt-doc_2.10.0_all.deb",
                        "libc6_1.0_amd64.deb",
                        "libc6_9.0_amd64.deb");
    }

    @Test
    void chosen_newest_countsAsDpkgDoes() throws IOException {
        assertThat(chosen(choice(List.of(), List.of(), true, false)))
                .containsExactly("apt_2.10.0_amd64.deb", "apt-doc_2.10.0_all.deb", "libc6_1.0_amd64.deb");
    }

    @Test
    void chosen_patterns_ofNamesAndSections() throws IOException {
        assertThat(chosen(choice(List.of(), List.of("apt*", "!apt-doc"), true, false)))
                .containsExactly("apt_2.10.0_amd64.deb");
        assertThat(chosen(choice(List.of("lib?"), List.of(), true, false))).containsExactly("libc6_1.0_amd64.deb");
        assertThat(chosen(choice(List.of("!doc", "!libs"), List.of(), true, false)))
                .containsExactly("apt_2.10.0_amd64.deb");
    }

    @Test
    void chosen_sources_ofTheChosenPackagesWithAllTheirFiles() throws IOException {
        assertThat(chosen(choice(List.of(), List.of("libc6"), true, true)))
                .containsExactly("libc6_1.0_amd64.deb", "glibc_2.39.dsc", "glibc_2.39.tar.xz");
    }

    @Test
    void chosen_related_onlyWhatIsInTheStoreInSomeVersion() throws IOException {
        var catalog = new MemoryCatalog();
        catalog.put(stored("deb.example.org/debian/pool/apt-doc_1.0_all.deb"));
        catalog.put(stored("deb.example.org/debian/pool/libc6_0.9%2bb1_amd64.deb"));
        catalog.put(stored("deb.example.org/debian/pool/vim_8.dsc"));
        catalog.put(stored("other.example.org/debian/pool/apt_1.0_amd64.deb"));
        var known = KnownPackages.below("deb.example.org/debian", catalog);

        assertThat(chosen(choice(List.of(), List.of(), true, true), Optional.of(known)))
                .containsExactly(
                        "apt-doc_2.10.0_all.deb",
                        "libc6_1.0_amd64.deb",
                        "apt_2.10.0.dsc",
                        "apt_2.10.0.tar.xz",
                        "glibc_2.39.dsc",
                        "glibc_2.39.tar.xz",
                        "vim_9.dsc",
                        "vim_9.tar.xz");
    }

    private static StoredResponse stored(String key) {
        return new StoredResponse(
                new CacheKey(key),
                Fields.EMPTY,
                200,
                Fields.EMPTY,
                Digest.EMPTY,
                0,
                SuiteWorld.NOON,
                SuiteWorld.NOON,
                SuiteWorld.NOON,
                false);
    }
}
