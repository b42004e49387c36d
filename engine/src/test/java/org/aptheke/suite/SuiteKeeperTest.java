package org.aptheke.suite;

import static org.aptheke.suite.SuiteWorld.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.aptheke.cache.CacheKey;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A check that looks again, while its origin is being changed file by file. */
@Timeout(60)
final class SuiteKeeperTest {
    private static final String STABLE = "deb.example.org/debian/dists/stable";
    private static final String PACKAGES = "main/binary-amd64/Packages";

    /** So long that no check of these tests gives up. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    @TempDir
    Path directory;

    private SuiteWorld world;

    @BeforeEach
    void open() throws Exception {
        var patient = new SuiteRules(
                Duration.ZERO, PATIENCE, Duration.ofMinutes(30), Duration.ofDays(14), Duration.ofHours(6), false);
        world = new SuiteWorld(SuiteWorld.Stored.in(directory), SuiteWorld.TRUSTING, patient, SuiteWorld.Wraps.NONE);
        release(1).publish(world.origin, STABLE);
        world.get(SuiteWorld.client(1), STABLE + "/InRelease");
        world.get(SuiteWorld.client(1), STABLE + "/" + PACKAGES);
        world.awaitIdle();
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private static Release release(int number) {
        return Release.of(NOON.plusSeconds(number)).with(PACKAGES, "Generation: " + number + "\n");
    }

    private void checkWhatDoesNotFit() {
        release(2).publishRelease(world.origin, STABLE);
        world.suites.mismatched(new CacheKey("deb.example.org/debian/pool/a.deb"));
        Poll.until("it is behind", () -> standing() instanceof Standing.Behind);
    }

    @Test
    void check_restComesWhileItWaits_isAdoptedByTheSameCheck() {
        checkWhatDoesNotFit();

        release(2).publishMembers(world.origin, STABLE);

        Poll.until("it is current", () -> standing() instanceof Standing.Current);
        world.awaitIdle();
        assertThat(world.events)
                .filteredOn(event -> event.toString().contains("does not fit yet"))
                .hasSize(1);
    }

    @Test
    void close_whileACheckWaits_endsIt() {
        checkWhatDoesNotFit();

        world.suites.close();

        assertThat(world.suites.isIdle()).isTrue();
    }

    private Standing standing() {
        return world.suites.status().getFirst().standing();
    }
}
