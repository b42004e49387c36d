package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One Aptheke for all tests of a class, and a fresh origin for each test: the origin's port is part of every key, so
 * tests do not see each other's files. At the end Aptheke must stop in order, with a sound store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharedAptheke {
    @TempDir
    Path home;

    private final Set<Integer> usedPorts = new HashSet<>();

    Aptheke aptheke;
    ScriptedOrigin origin;

    /** What the tests of a class need beyond the defaults. */
    void configure(Aptheke.Setup setup) throws Exception {}

    @BeforeAll
    void startAptheke(@TempDir Path directory) throws Exception {
        var setup = Aptheke.in(directory);
        configure(setup);
        aptheke = setup.start();
    }

    @AfterAll
    void stopAptheke() throws Exception {
        try (var stopping = aptheke) {
            assertThat(stopping.stop()).as("exit code").isZero();
            StoreAudit.of(stopping.data()).blobsAreWhatTheirNamesSay();
        }
    }

    @BeforeEach
    void startOrigin() throws IOException {
        origin = ScriptedOrigin.start();
        while (!usedPorts.add(origin.port())) {
            origin.close();
            origin = ScriptedOrigin.start();
        }
    }

    @AfterEach
    void stopOrigin() throws IOException {
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    /** Asks for a target of this test's origin on a fresh connection. */
    WireResponse get(String target, String... fieldLines) throws IOException {
        return aptheke.get(origin.url(target), fieldLines);
    }
}
