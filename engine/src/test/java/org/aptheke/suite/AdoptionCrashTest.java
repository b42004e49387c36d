package org.aptheke.suite;

import static org.aptheke.suite.SuiteWorld.NOON;
import static org.aptheke.suite.SuiteWorld.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.store.Catalog;
import org.aptheke.store.SuiteBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program dies at every step of an adoption; afterwards the suite is the old one or the new one, whole. */
@Timeout(120)
final class AdoptionCrashTest {
    private static final String STABLE = "deb.example.org/debian/dists/stable";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final String TRANSLATION = "main/i18n/Translation-en";
    private static final int MANY = 200;

    @TempDir
    Path directory;

    /** Lets so many changes of the stores happen, and then none: the process is dead. */
    private static final class Death {
        private final AtomicInteger left;

        Death(int changes) {
            left = new AtomicInteger(changes);
        }

        boolean cameTrue() {
            return left.get() < 0;
        }

        <T> T before(Class<T> port, T real) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (_, method, arguments) -> {
                        boolean change = !method.getName().startsWith("find")
                                && !method.getName().equals("close")
                                && method.getDeclaringClass() != Object.class;
                        if (change && left.getAndDecrement() <= 0) {
                            throw new IOException("the process is dead");
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @Test
    void adopt_diesAtAnyStep_suiteIsTheOldOneOrTheNewOne() throws Exception {
        int steps = 0;
        int old = 0;
        boolean died = true;
        while (died && steps < MANY) {
            var stored = SuiteWorld.Stored.in(directory.resolve("step-" + steps));
            try (var world = new SuiteWorld(stored, SuiteWorld.TRUSTING, SuiteWorld.rules(), SuiteWorld.Wraps.NONE)) {
                release(1).publish(stored.origin(), STABLE);
                update(world);
                update(world); // answered from the store: it is filed
            }
            var death = new Death(steps);
            var wraps = new SuiteWorld.Wraps(
                    catalog -> death.before(Catalog.class, catalog), book -> death.before(SuiteBook.class, book));
            release(2).publish(stored.origin(), STABLE);
            dyingUpdate(stored, wraps);
            died = death.cameTrue();

            stored.origin().away = true;
            int generation = generationAfterwards(stored);
            old += generation == 1 ? 1 : 0;
            steps++;
        }

        assertThat(died).as("the last run was whole").isFalse();
        assertThat(old).as("some died before the change").isPositive();
        assertThat(steps).as("and there were steps to die at").isGreaterThan(old + 1);
    }

    private static void dyingUpdate(SuiteWorld.Stored stored, SuiteWorld.Wraps wraps) {
        try (var world = new SuiteWorld(stored, SuiteWorld.TRUSTING, SuiteWorld.rules(), wraps)) {
            world.get(client(1), STABLE + "/InRelease");
            world.get(client(1), STABLE + "/" + PACKAGES);
        } catch (Exception e) {
            assertThat(e).as("nothing else than the death").hasStackTraceContaining("the process is dead");
        }
    }

    /** What a client gets of the store alone: one generation, whole. */
    private static int generationAfterwards(SuiteWorld.Stored stored) throws Exception {
        try (var world = new SuiteWorld(stored, SuiteWorld.TRUSTING, SuiteWorld.rules(), SuiteWorld.Wraps.NONE)) {
            var inRelease = world.get(client(1), STABLE + "/InRelease").text();
            int generation = inRelease.equals(release(1).text()) ? 1 : 2;
            assertThat(inRelease).isEqualTo(release(generation).text());
            assertThat(world.get(client(1), STABLE + "/" + PACKAGES).text())
                    .isEqualTo("Generation: " + generation + "\n");
            assertThat(world.get(client(1), STABLE + "/" + TRANSLATION).text()).isEqualTo("words of " + generation);
            return generation;
        }
    }

    private static void update(SuiteWorld world) throws Exception {
        for (var path : new String[] {"InRelease", PACKAGES, TRANSLATION}) {
            assertThat(world.get(client(1), STABLE + "/" + path).status()).isEqualTo(200);
        }
    }

    private static Release release(int number) {
        return Release.of(NOON.plusSeconds(number))
                .with(PACKAGES, "Generation: " + number + "\n")
                .with(TRANSLATION, "words of " + number);
    }
}
