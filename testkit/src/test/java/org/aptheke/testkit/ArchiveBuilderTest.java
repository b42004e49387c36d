package org.aptheke.testkit;

import static org.aptheke.testkit.ArchiveBuilder.Feature.BY_HASH;
import static org.aptheke.testkit.ArchiveBuilder.Feature.PDIFFS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveBuilderTest {
    @TempDir
    private Path dir;

    @Test
    void publish_twoGenerations_aptAcceptsBothAndUsesPatchesAndByHash() throws Exception {
        try (var archive = ArchiveBuilder.in(dir, InstantSource.system().instant(), BY_HASH, PDIFFS);
                var origin = ScriptedOrigin.start()) {
            archive.addMany("stable/main", "sample", 12, 500);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            var apt = AptClient.in(dir.resolve("client"))
                    .option("Acquire::PDiffs", "true")
                    .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")));

            var first = apt.update();
            var added = archive.add("stable/main", "sample-03", "2.0", 600);
            archive.publish();
            origin.forget();
            var second = apt.update();
            var download = apt.downloadOnly(List.of("sample-03", "sample-04"));

            assertThat(first.isClean()).as(first.output()).isTrue();
            assertThat(second.isClean()).as(second.output()).isTrue();
            assertThat(download.isClean()).as(download.output()).isTrue();
            assertThat(apt.downloaded()).hasSize(2).containsEntry("sample-03_2.0_all.deb", added.sha256());
            assertThat(origin.requests())
                    .extracting(ReceivedRequest::target)
                    .anyMatch(t -> t.contains("Packages.diff/by-hash/"));
            assertThat(origin.requests())
                    .extracting(ReceivedRequest::target)
                    .anyMatch(t -> t.matches(".*Packages.diff/20.*gz"));
            assertThat(origin.requests()).extracting(ReceivedRequest::target).noneMatch(t -> t.endsWith("Packages.xz"));
        }
    }

    @Test
    void publish_withoutFeatures_aptAsksPlainNames() throws Exception {
        try (var archive = ArchiveBuilder.in(dir, InstantSource.system().instant());
                var origin = ScriptedOrigin.start()) {
            archive.add("stable/main", "alpha", "1", 100);
            archive.add("unstable/contrib", "beta", "1", 100);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            var apt = AptClient.in(dir.resolve("client"))
                    .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")))
                    .source("deb [signed-by=%s] %s unstable contrib"
                            .formatted(archive.keyring(), origin.url("/debian")));

            var update = apt.update();

            assertThat(update.isClean()).as(update.output()).isTrue();
            assertThat(apt.lists()).hasSize(4);
            assertThat(origin.requests()).extracting(ReceivedRequest::target).noneMatch(t -> t.contains("by-hash"));
        }
    }
}
