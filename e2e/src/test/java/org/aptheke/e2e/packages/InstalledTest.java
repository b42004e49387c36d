package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as the package has it: what it maps, what commands of root leave, how its logs are rotated. */
@Timeout(900)
final class InstalledTest {
    private static final String NOT_ITS_OWN = "find /var/lib/aptheke /var/log/aptheke ! -user aptheke";

    private Site site;
    private Machine machine;

    @BeforeEach
    void install(@TempDir Path home) throws Exception {
        site = Site.open(home);
        machine = site.cache(Release.TRIXIE).start();
        machine.sh("apt-get -q -y --no-install-recommends install logrotate");
        machine.install(Packages.built().aptheke());
        machine.write(
                "/etc/aptheke/conf.d/site.toml", "intercept.hosts = [\"vendor.example\"]\n" + site.configuration());
        machine.sh("umask 077; aptheke ca init && systemctl restart aptheke");
    }

    @AfterEach
    void close() throws Exception {
        machine.close();
        site.close();
    }

    @Test
    void service_restarted_usesTheCacheAndUnpacksNothing() throws Exception {
        var mapped = machine.sh("cat /proc/$(systemctl show --property=MainPID --value aptheke)/maps");

        assertThat(mapped).contains("/var/cache/aptheke/aptheke.aot", "/usr/lib/aptheke/native/libsqlitejdbc.so");
        assertThat(mapped.lines().filter(line -> line.contains(".so")))
                .allMatch(line -> line.matches(".* /usr/lib/\\S+"));
        assertThat(machine.sh("find /tmp/systemd-private-*aptheke*/tmp -type f ! -path '*/hsperfdata_*'"))
                .isEmpty();
        assertThat(machine.output("find", "/var/cache/aptheke", "!", "-user", "root"))
                .isEmpty();
    }

    @Test
    void commands_ofRoot_leaveNothingThatTheServiceCannotRead() throws Exception {
        machine.sh("""
                umask 077
                aptheke ca rotate
                aptheke token create --name one --role view
                aptheke job start expire
                aptheke offline on
                """);

        assertThat(machine.sh(NOT_ITS_OWN)).isEmpty();
        machine.sh("systemctl restart aptheke");
        assertThat(machine.output("aptheke", "token", "list")).contains("one");
    }

    @Test
    void logs_rotated_areWrittenAnew() throws Exception {
        machine.sh("aptheke token create --name one --role view");
        machine.sh("logrotate --force /etc/logrotate.d/aptheke");
        Poll.<Exception>until("the new log is written", () -> {
            machine.run("aptheke", "token", "revoke", "one");
            machine.run("aptheke", "token", "create", "--name", "one", "--role", "view");
            return !machine.sh("find /var/log/aptheke -name audit.log -size +0").isEmpty();
        });

        assertThat(machine.sh("cat /var/log/aptheke/audit.log.1")).contains("one");
        assertThat(machine.sh(NOT_ITS_OWN)).isEmpty();
    }
}
