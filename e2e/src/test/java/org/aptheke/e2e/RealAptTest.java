package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.aptheke.testkit.ArchiveBuilder.Feature.BY_HASH;
import static org.aptheke.testkit.ArchiveBuilder.Feature.PDIFFS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ArchiveBuilder.PoolPackage;
import org.aptheke.testkit.FileTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real apt updates and downloads through Aptheke, in the forms its users configure. */
final class RealAptTest extends SharedAptheke {
    enum Form {
        /** {@code Acquire::http::Proxy} names Aptheke. */
        PROXY,
        /** The sources name Aptheke, and the repository's host is the first part of the path. */
        PATH
    }

    @Override
    void configure(Aptheke.Setup setup) {
        // Two generations are published within one test, so that a check must not be put off.
        setup.set("freshness.check_after", "\"0s\"");
    }

    @ParameterizedTest(name = "{0}, pdiffs {1}, by-hash {2}")
    @CsvSource({"PROXY,false,true", "PROXY,true,false", "PATH,false,false", "PATH,true,true"})
    void updateAndDownload_twoGenerationsAndAColdClient_poolIsFetchedOnce(Form form, boolean pdiffs, boolean byHash)
            throws Exception {
        try (var archive = ArchiveBuilder.in(home, InstantSource.system().instant(), features(byHash))) {
            var packages = archive.addMany("stable/main", "sample", 12, 20_000);
            var ten = packages.subList(0, 10);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));

            var first = client("first", form, archive).option("Acquire::PDiffs", Boolean.toString(pdiffs));
            assertClean(first.update());
            assertClean(first.downloadOnly(names(ten)));
            assertThat(first.downloaded()).isEqualTo(digests(ten));

            var renewed = archive.add("stable/main", "sample-11", "2.0", 20_000);
            archive.publish();
            assertClean(first.update());
            assertClean(first.downloadOnly(List.of("sample-11")));
            assertThat(first.downloaded()).containsEntry("sample-11_2.0_all.deb", renewed.sha256());
            assertThat(patchRequests() > 0).as("patches were used").isEqualTo(pdiffs);

            origin.forget();
            var second = client("second", form, archive);
            assertClean(second.update());
            assertClean(second.downloadOnly(names(ten)));
            assertThat(second.downloaded()).isEqualTo(digests(ten));
            assertThat(origin.requests()).noneMatch(request -> request.path().contains("/pool/"));
        }
    }

    private AptClient client(String name, Form form, ArchiveBuilder archive) throws IOException {
        var apt = AptClient.in(Path.of(home.toString(), name)).option("Acquire::http::Pipeline-Depth", "10");
        var base = switch (form) {
            case PROXY -> {
                apt.proxy(aptheke.url());
                yield origin.url("/debian");
            }
            case PATH -> aptheke.url() + "/" + origin.authority() + "/debian";
        };
        return apt.source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), base));
    }

    private long patchRequests() {
        return origin.requests().stream()
                .filter(request -> request.path().matches(".*/Packages\\.diff/20.*\\.gz"))
                .count();
    }

    private static ArchiveBuilder.Feature[] features(boolean byHash) {
        return byHash ? new ArchiveBuilder.Feature[] {PDIFFS, BY_HASH} : new ArchiveBuilder.Feature[] {PDIFFS};
    }

    private static List<String> names(List<PoolPackage> packages) {
        return packages.stream().map(PoolPackage::name).toList();
    }

    private static Map<String, String> digests(List<PoolPackage> packages) {
        return packages.stream()
                .collect(Collectors.toMap(p -> Path.of(p.file()).getFileName().toString(), PoolPackage::sha256));
    }
}
