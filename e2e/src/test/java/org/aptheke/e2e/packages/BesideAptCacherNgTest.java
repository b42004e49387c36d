package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine on which apt-cacher-ng has served for a while is taken over as docs/migrate.md says; clients notice nothing. */
@Timeout(900)
final class BesideAptCacherNgTest {
    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @EnumSource(Release.class)
    void aptCacherNg_holdsThePort_isTakenOverWithItsCache(Release release) throws Exception {
        try (var site = Site.open(home);
                var cache = site.cache(release)) {
            cache.start();
            cache.sh("apt-get -q -y --no-install-recommends install apt-cacher-ng");
            fill(site, release);

            String said = cache.install(Packages.built().aptheke());

            assertThat(said).contains("3142", "apt-cacher-ng", "aptheke migrate");
            assertThat(cache.output("systemctl", "is-active", "apt-cacher-ng")).isEqualTo("active\n");
            assertThat(cache.run("systemctl", "is-active", "aptheke.service", "aptheke.socket")
                            .output())
                    .isEqualTo("inactive\ninactive\n");
            assertThat(cache.run("systemctl", "is-system-running").output()).isEqualTo("running\n");
            site.getAll();

            cache.write("/etc/aptheke/conf.d/site.toml", site.configuration());
            cache.sh("systemctl disable --now apt-cacher-ng");
            // A cache of long ago: what is just being written is copied.
            cache.sh("find /var/cache/apt-cacher-ng -type f -exec touch -d '2 days ago' {} +");
            String migrated = cache.sh("aptheke migrate --cache /var/cache/apt-cacher-ng");
            cache.sh("systemctl enable --now aptheke.socket aptheke.service");

            assertThat(migrated)
                    .contains("suite deb.example.org/debian/dists/stable: taken over")
                    .containsPattern("[1-9][0-9]* bytes are the files themselves");
            assertServesAlone(site, cache);
            cache.stop();
            cache.start();
            assertServesAlone(site, cache);
        }
    }

    private static void fill(Site site, Release release) throws Exception {
        try (var client = site.client(release)) {
            client.start();
            client.sh("apt-get -q update && apt-get -q -y install " + String.join(" ", site.packages()));
        }
    }

    /** Clients that have the old settings; the first question about a suite may be whether it is still the same. */
    private static void assertServesAlone(Site site, Machine cache) throws Exception {
        assertThat(cache.output("systemctl", "is-active", "aptheke.service", "aptheke.socket"))
                .isEqualTo("active\nactive\n");
        assertThat(cache.output("find", "/var/lib/aptheke", "!", "-user", "aptheke"))
                .isEmpty();
        site.getAllFromStore();
    }
}
