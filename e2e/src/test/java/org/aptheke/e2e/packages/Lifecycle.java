package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an administrator does with the package over the years, on one release of Debian. The package is installed once and the
 * cache filled; each test goes on from there on a copy of that machine.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Lifecycle {
    private static final String MAIN_FILE = "/etc/aptheke/aptheke.toml";
    private static final String OWN_FILE = "/etc/aptheke/conf.d/site.toml";
    private static final String OWN_LINE = "connections_per_client = 77";

    private final Release release;

    private Site site;
    private Machine base;
    private Inventory before;
    private Inventory after;
    private String said = "";
    private Optional<Upgrade> upgrade = Optional.empty();

    Lifecycle(Release release) {
        this.release = release;
    }

    /** How an upgrade went while clients were asking. */
    private record Upgrade(Machine machine, int answers, Map<String, Integer> failures) {}

    @BeforeAll
    void install(@TempDir Path home) throws Exception {
        site = Site.open(home);
        base = site.cache(release).start();
        base.sh("apt-get -q -y --no-install-recommends satisfy '%s'".formatted(depends()));
        before = Inventory.of(base);
        said = base.install(Packages.built().aptheke());
        after = Inventory.of(base);
        assertThat(base.run("systemctl", "is-active", "aptheke.service").output())
                .as(() -> said + journal(base))
                .isEqualTo("active\n");
        base.sh("sed -i 's/^#connections_per_client .*/%s/' %s".formatted(OWN_LINE, MAIN_FILE));
        configure(base);
        try (var client = site.client(release).start()) {
            client.sh("apt-get -q update && apt-get -q -y install " + String.join(" ", site.packages()));
        }
        base.stop();
    }

    /** As an administrator does, while it runs. */
    private void configure(Machine machine) throws Exception {
        machine.write(OWN_FILE, site.configuration());
        assertThat(machine.run("systemctl", "reload", "aptheke").exitCode())
                .as(() -> journal(machine))
                .isZero();
        var journal = new StringBuilder();
        Poll.<Exception>until(() -> "the configuration is read again: " + journal, () -> {
            journal.setLength(0);
            journal.append(machine.journal("aptheke.service"));
            return journal.indexOf("the configuration was reloaded") >= 0;
        });
    }

    private static String journal(Machine machine) {
        try {
            return machine.journal("aptheke*");
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static String depends() throws IOException, InterruptedException {
        return Tool.in(Path.of("/"))
                .output("dpkg-deb", "--field", Packages.built().aptheke().toString(), "Depends")
                .strip();
    }

    @AfterAll
    void close() throws Exception {
        if (upgrade.isPresent()) {
            upgrade.get().machine().close();
        }
        base.close();
        site.close();
    }

    @Test
    void installation_serves_asAUserOfItsOwn() throws Exception {
        try (var machine = base.copy()) {
            machine.start();

            assertThat(said).doesNotContainIgnoringCase("warning").doesNotContain("rror:");
            assertThat(machine.output("systemctl", "is-active", "aptheke.socket", "aptheke.service"))
                    .isEqualTo("active\nactive\n");
            assertThat(machine.sh("stat -c %U /proc/$(systemctl show --value --property MainPID aptheke)"))
                    .isEqualTo("aptheke\n");
            assertThat(machine.output("stat", "-c", "%U %a", "/var/lib/aptheke").strip())
                    .matches("aptheke 7[05][05]");
            assertThat(machine.output("aptheke", "status")).contains("stable");
            assertThat(machine.output("aptheke", "config")).contains("77");
            site.getAllFromStore();
        }
    }

    /** None is another user's, and none can be written by others. */
    @Test
    void installation_leavesFilesOfRoot_exceptItsData() {
        assertThat(after.differencesFrom(before))
                .filteredOn(line -> line.contains(", was not there") && !line.contains(" (content): "))
                .filteredOn(line -> !line.matches("/var/(lib|log|cache)/aptheke\\b.*"))
                .hasSizeGreaterThan(100)
                .filteredOn(line -> !line.matches("\\S+: ([fd] [0-7]*[0145][0145]|l 777) root root .*"))
                .isEmpty();
    }

    @Test
    void machine_rebooted_servesAgain() throws Exception {
        try (var machine = base.copy()) {
            machine.start();
            machine.stop();
            machine.start();
            site.getAllFromStore();
            machine.cut();
            machine.start();
            site.getAllFromStore();

            assertThat(machine.output("systemctl", "is-active", "aptheke.service"))
                    .isEqualTo("active\n");
        }
    }

    @Test
    void upgrade_amongRequests_refusesNone_andServesWhatWasThere() throws Exception {
        var done = upgrade();

        assertThat(done.failures()).isEmpty();
        assertThat(done.answers()).isPositive();
        try (var machine = done.machine().copy()) {
            machine.start();
            assertThat(machine.output("dpkg-query", "-W", "-f", "${Version}", "aptheke"))
                    .endsWith("+later");
            assertThat(machine.output("cat", MAIN_FILE)).contains("\n" + OWN_LINE + "\n");
            assertThat(machine.output("cat", OWN_FILE)).isEqualTo(site.configuration());
            site.getAllFromStore();
        }
    }

    @Test
    void downgrade_overANewerSchema_isRefused_andTheDataAreUntouched() throws Exception {
        try (var machine = upgrade().machine().copy()) {
            machine.start();
            machine.install(Packages.built().aptheke(), List.of("--allow-downgrades"));

            Poll.<Exception>until(
                    () -> "it has given up",
                    () -> machine.run("systemctl", "is-failed", "aptheke.service")
                                    .exitCode()
                            == 0);
            assertThat(machine.journal("aptheke.service")).contains("was made by a newer version of this program");

            machine.install(Packages.built().later());
            assertThat(machine.output("systemctl", "is-active", "aptheke.service"))
                    .isEqualTo("active\n");
            site.getAllFromStore();
        }
    }

    @Test
    void removal_keepsDataAndConfiguration_andTheNextInstallationFindsThem() throws Exception {
        try (var machine = base.copy()) {
            machine.start();
            machine.sh("apt-get -q -y remove aptheke");

            assertThat(machine.run("systemctl", "cat", "aptheke.service").exitCode())
                    .isNotZero();
            assertThat(machine.run("systemctl", "is-active", "aptheke.socket").output())
                    .isEqualTo("inactive\n");
            assertThat(machine.output("cat", MAIN_FILE)).contains("\n" + OWN_LINE + "\n");
            assertThat(machine.run("systemctl", "is-system-running").output()).isEqualTo("running\n");

            machine.install(Packages.built().aptheke());
            site.getAllFromStore();
        }
    }

    @Test
    void purge_withoutAnswers_leavesNothing() throws Exception {
        try (var machine = base.copy()) {
            machine.start();
            machine.sh("rm " + OWN_FILE);
            machine.sh("apt-get -q -y purge aptheke");

            assertThat(Inventory.of(machine).differencesFrom(before)).isEmpty();
        }
    }

    @Test
    void purge_withTheAnswerToKeep_leavesTheDataAlone() throws Exception {
        try (var machine = base.copy()) {
            machine.start();
            machine.sh("rm " + OWN_FILE);
            machine.sh("echo 'aptheke aptheke/remove-data boolean false' | debconf-set-selections");
            machine.sh("apt-get -q -y purge aptheke");

            assertThat(Inventory.of(machine).differencesFrom(before))
                    .as("data, logs and whose they are")
                    .anyMatch(line -> line.startsWith("/var/lib/aptheke/blobs/"))
                    .filteredOn(line -> !line.matches("/var/(lib|log)/aptheke\\b.*"))
                    .allMatch(line -> line.matches("/etc/(passwd|group|shadow|gshadow) \\(content\\): .*"));

            machine.install(Packages.built().aptheke());
            configure(machine);
            site.getAllFromStore();
        }
    }

    /** Done once, for the tests that begin where it ends. */
    private Upgrade upgrade() throws Exception {
        if (upgrade.isEmpty()) {
            var machine = base.copy();
            machine.start();
            var callers = Callers.of(site.cacheAddress(), site.packageUrl());
            try (callers) {
                Poll.until("clients are answered", () -> callers.answers() > 0);
                machine.install(Packages.built().later());
                int then = callers.answers();
                Poll.until("the new version answers them", () -> callers.answers() > then + 10);
            }
            machine.stop();
            upgrade = Optional.of(new Upgrade(machine, callers.answers(), callers.failures()));
        }
        return upgrade.get();
    }
}
