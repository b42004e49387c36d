package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.aptheke.testkit.ArchiveBuilder.Feature.BY_HASH;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.AptClient.AptResult;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ChangingTree;
import org.aptheke.testkit.FileTree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An origin that is always in the middle of a change, and clients that must not notice. */
final class ChangingSuiteTest extends SharedAptheke {
    private static final int CLIENTS = 8;
    private static final int GENERATIONS = 14;
    private static final Duration FLIP = Duration.ofMillis(600);

    @Override
    void configure(Aptheke.Setup setup) {
        setup.set("freshness.check_after", "\"0s\"");
    }

    @ParameterizedTest(name = "{0}, by-hash {1}")
    @CsvSource({"RELEASE_FIRST,false", "RELEASE_LAST,false", "RELEASE_FIRST,true", "RELEASE_LAST,true"})
    void updateAndInstall_originChangesAllTheTime_noUpdateFails(ChangingTree.Order order, boolean byHash)
            throws Exception {
        var features = byHash ? new ArchiveBuilder.Feature[] {BY_HASH} : new ArchiveBuilder.Feature[0];
        try (var archive = ArchiveBuilder.in(home, InstantSource.system().instant(), features)) {
            var tree = ChangingTree.of(archive, home);
            archive.addMany("stable/main", "constant", 20, 3_000);
            for (int i = 0; i < GENERATIONS; i++) {
                archive.add("stable/main", "changing", "1." + i, 30_000);
                archive.publish();
                tree.take();
            }
            tree.publishNext(order, Duration.ZERO);
            origin.otherwise(FileTree.at("/debian", tree.root()));
            var warm = client("warm", archive);
            assertClean(warm.update());

            var results = whileChanging(tree, order, archive);

            assertThat(results).hasSizeGreaterThan(CLIENTS).allSatisfy(AptRuns::assertClean);
            var last = client("last", archive);
            assertClean(last.update());
            assertClean(last.downloadOnly(List.of("changing")));
            assertThat(last.downloaded()).containsKey("changing_1.%d_all.deb".formatted(GENERATIONS - 1));
        }
    }

    /** What all runs of all clients came to, while one generation after another is published. */
    private List<AptResult> whileChanging(ChangingTree tree, ChangingTree.Order order, ArchiveBuilder archive)
            throws Exception {
        var changing = new AtomicBoolean(true);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<List<AptResult>>>();
            for (int i = 0; i < CLIENTS; i++) {
                var apt = client("client-" + i, archive);
                Callable<List<AptResult>> loop = () -> {
                    var results = new ArrayList<AptResult>();
                    while (changing.get()) {
                        results.add(apt.update());
                        results.add(apt.downloadOnly(List.of("changing", "constant-03")));
                        apt.clean();
                    }
                    return results;
                };
                clients.add(executor.submit(loop));
            }
            while (tree.waiting() > 0) {
                tree.publishNext(order, FLIP);
            }
            changing.set(false);
            var all = new ArrayList<AptResult>();
            for (var client : clients) {
                all.addAll(client.get());
            }
            return all;
        }
    }

    private AptClient client(String name, ArchiveBuilder archive) throws IOException {
        return AptRuns.client(Path.of(home.toString(), name), aptheke, archive, origin);
    }
}
