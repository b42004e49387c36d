package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.promise;
import static org.aptheke.pool.PoolSamples.read;
import static org.aptheke.pool.PoolSamples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aptheke.events.Event;
import org.aptheke.repo.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends the process, or the power, between each two steps, and looks at what is left. */
final class PoolCrashTest {
    /** Enough for several writes. */
    private static final Map<String, Expectation> PROMISES = promises(10_000);

    @TempDir
    Path root;

    enum End {
        KILLED,
        POWER_LOST_NAMES_KEPT,
        POWER_LOST_NAMES_LOST;

        void happenTo(FaultyDirectory directory) throws IOException {
            if (this != KILLED) {
                directory.losePower(this == POWER_LOST_NAMES_LOST);
            }
        }
    }

    private static Map<String, Expectation> promises(int count) {
        var promises = new LinkedHashMap<String, Expectation>();
        for (int i = 0; i < count; i++) {
            promises.put("pool/main/p/package-" + i + "_1.0_all.deb", promise(i));
        }
        return promises;
    }

    private static PoolIndexes indexes(IndexDirectory directory, List<Event> events) throws IOException {
        return new PoolIndexes(directory, PoolLimits.DEFAULT, InstantSource.system(), events::add);
    }

    @ParameterizedTest
    @EnumSource
    void build_endsBetweenAnyTwoSteps_leavesTheWholeOrNothing(End end) throws Exception {
        int steps = stepsOfOneBuild();
        assertThat(steps).isGreaterThan(10);
        int whole = 0;
        for (int step = 0; step <= steps; step++) {
            var data = root.resolve(end + "-" + step);
            boolean built = buildAndDieAfter(step, data, end);
            boolean found = startAndLook(data);

            assertThat(found || !built)
                    .as("built, so found, after %d steps", step)
                    .isTrue();
            whole += found ? 1 : 0;
        }
        assertThat(whole).as("ends that left the whole").isBetween(1, steps / 2);
    }

    private int stepsOfOneBuild() throws Exception {
        var directory = new FaultyDirectory(root.resolve("count"));
        try (var indexes = indexes(directory, new ArrayList<>())) {
            int before = directory.calls();
            indexes.build(CONTENT, source(PROMISES));
            return directory.calls() - before;
        }
    }

    private static boolean buildAndDieAfter(int step, Path data, End end) throws Exception {
        var directory = new FaultyDirectory(data);
        try (var indexes = indexes(directory, new ArrayList<>())) {
            directory.dieAfter(step);
            boolean built;
            try {
                indexes.build(CONTENT, source(PROMISES));
                built = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("dead");
                built = false;
            }
            end.happenTo(directory);
            return built;
        }
    }

    /** What is found must be whole; what is not found can be built; and nothing else may be left. */
    private static boolean startAndLook(Path data) throws Exception {
        var events = new ArrayList<Event>();
        try (var indexes = indexes(new RealDirectory(data), events)) {
            var found = indexes.open(CONTENT);
            if (found.isPresent()) {
                assertThat(read(found.get())).isEqualTo(PROMISES);
            }
            assertThat(read(indexes.build(CONTENT, source(PROMISES)))).isEqualTo(PROMISES);
            assertThat(data.toFile().list()).containsExactly(CONTENT.toHex());
            assertThat(events).isEmpty();
            return found.isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rebuildOfADamagedOne_endsBetweenAnyTwoSteps_leavesTheWholeOrNothing(End end) throws Exception {
        int steps = stepsOfOneBuild();
        for (int step = 0; step <= steps; step++) {
            var data = Files.createDirectory(root.resolve(end + "-" + step));
            Files.writeString(data.resolve(CONTENT.toHex()), "garbage");
            boolean built = buildAndDieAfter(step, data, end);

            try (var indexes = indexes(new RealDirectory(data), new ArrayList<>())) {
                var found = indexes.open(CONTENT);
                assertThat(found.isPresent() || !built)
                        .as("built, so found, after %d steps", step)
                        .isTrue();
                if (found.isPresent()) {
                    assertThat(read(found.get())).isEqualTo(PROMISES);
                }
            }
        }
    }

    @Test
    void retainOnly_endsBetweenAnyTwoSteps_leavesWholeOnes() throws Exception {
        for (int step = 0; step <= 4; step++) {
            var data = root.resolve("retain-" + step);
            var directory = new FaultyDirectory(data);
            try (var indexes = indexes(directory, new ArrayList<>())) {
                for (int i = 0; i < 4; i++) {
                    indexes.build(digest(i), source(Map.of("a", promise(i))));
                }
                directory.dieAfter(step);
                if (step < 4) {
                    assertThatThrownBy(() -> indexes.retainOnly(Set.of(digest(2))))
                            .hasMessageContaining("dead");
                } else {
                    indexes.retainOnly(Set.of(digest(2)));
                }
            }
            try (var indexes = indexes(new RealDirectory(data), new ArrayList<>())) {
                for (int i = 0; i < 4; i++) {
                    var found = indexes.open(digest(i));
                    assertThat(found.isPresent() || i != 2).isTrue();
                    if (found.isPresent()) {
                        assertThat(found.get().find("a")).contains(promise(i));
                    }
                }
                assertThat(data.toFile().list()).hasSize(step == 0 ? 4 : 5 - step);
            }
        }
    }

    @Test
    void start_manyFiles_readsOnlyTheirNames() throws Exception {
        try (var indexes = indexes(new RealDirectory(root), new ArrayList<>())) {
            for (int i = 0; i < 20; i++) {
                indexes.build(digest(i), source(Map.of("a", promise(i))));
            }
        }
        Files.writeString(root.resolve("new-left-over"), "half");
        Files.writeString(root.resolve("not-ours"), "kept");

        var directory = new FaultyDirectory(root);
        indexes(directory, new ArrayList<>()).close();

        assertThat(directory.calls()).as("one list, one removal").isEqualTo(2);
        assertThat(root.toFile().list()).hasSize(21).contains("not-ours");
    }
}
