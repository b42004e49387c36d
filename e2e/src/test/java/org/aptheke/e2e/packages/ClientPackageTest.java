package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.e2e.ZoneServer;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The package for clients, on machines that have nothing else: apt uses the cache while it is there, and only then. */
@Timeout(900)
final class ClientPackageTest {
    private static final String SETTINGS = "/etc/default/aptheke-client";
    private static final String TRUSTED = "/etc/apt/apt.conf.d/51aptheke-client-authority";

    @TempDir
    private Path home = Path.of("");

    private ClientSite site;

    @BeforeEach
    void openSite() throws Exception {
        site = ClientSite.open(home);
    }

    @AfterEach
    void closeSite() throws Exception {
        site.close();
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void url_cacheThereThenAwayThenBack_aptWorksEachTime(Release release) throws Exception {
        try (var client = site.client(release).start()) {
            var first = site.startCache();
            site.answer(client, "url", site.url(first));
            client.install(Packages.built().client());

            assertThat(client.output("aptheke-client", "status")).contains("apt uses " + site.url(first));
            site.assertThroughTheCache(client, first);
            client.sh("apt-get -q -y install sample-00");
            assertThat(first.awaitAccess("sample-00_1.0_all.deb", 1)).isNotEmpty();
            assertThat(first.stop()).isZero();

            site.assertDirectly(client);
            assertThat(client.run("aptheke-client", "status").output())
                    .contains("apt uses no cache and goes directly: no cache answers at " + site.url(first));

            try (var second = site.restart(first)) {
                site.assertThroughTheCache(client, second);
            }
        }
    }

    /** Three hosts, each of which would wait for the address that takes connections and never says anything. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void url_somethingElseThere_aptGoesDirectly_andWaitsOnce(Release release) throws Exception {
        try (var client = site.client(release).start();
                var silent = new SilentPort(site.address())) {
            client.install(Packages.built().client());
            client.write(
                    "/etc/apt/sources.list.d/more.list",
                    site.source("http://second.example.org") + site.source("http://third.example.org"));
            set(client, silent.url());
            client.sh("/etc/aptheke-client/detect http://deb.example.org/");
            int once = silent.connections();
            for (var url : List.of(silent.url(), "http://no-such-host.example.org:3142", "http://deb.example.org")) {
                set(client, url);

                site.assertDirectly(client);
            }
            assertThat(silent.connections()).isEqualTo(2 * once);
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void noUrl_dnsNamesCaches_theFirstThatIsWellIsUsed(Release release) throws Exception {
        try (var client = site.client(release);
                var dns = ZoneServer.start(site.address());
                var cache = site.startCache()) {
            dns.serve("_apt_proxy._tcp.example.org. 60 IN SRV 10 0 " + cache.port() + " cache.example.org.");
            dns.serve("_apt_proxy._tcp.example.org. 60 IN SRV 0 0 1 cache.example.org.");
            client.prepare("/etc/resolv.conf", "search example.org\nnameserver " + site.address() + "\n");
            client.start();
            client.install(Packages.built().client());

            site.assertThroughTheCache(client, cache);
            assertThat(client.output("aptheke-client", "status")).contains("found in this network");
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void noUrl_aNeighbourAnnouncesItself_isUsedForHttpAlone(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start();
                var cache = site.announced().startCache()) {
            client.install(Packages.built().client());
            site.assertDirectly(client);
            client.sh("apt-get -q -y install avahi-daemon avahi-utils");
            Poll.<Exception>until(
                    "it is heard",
                    () -> client.output("/etc/aptheke-client/detect", "http://deb.example.org/debian")
                            .equals("http://" + site.address() + ":" + cache.port() + "\n"));

            site.assertThroughTheCache(client, cache);
            // What a neighbour offers is no reason to trust it.
            client.sh("echo 'APTHEKE_AUTHORITY=\"" + site.fingerprint() + "\"' >>" + SETTINGS);
            client.sh("aptheke-client refresh");
            assertThat(client.run("test", "-e", TRUSTED).exitCode()).isNotZero();
            assertThat(client.output("/etc/aptheke-client/detect", "https://vendor.example/debian"))
                    .isEqualTo("DIRECT\n");
        }
    }

    /** Nobody is told anything: the service announces itself, and is there again when its machine has booted again. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void noUrl_theCacheIsOfThePackageToo_isFoundAndLostAndFoundAgain(Release release) throws Exception {
        try (var cache = site.cacheMachine(release).start();
                var client = site.client(release).start()) {
            cache.install(Packages.built().aptheke());
            client.install(Packages.built().client());
            client.sh("apt-get -q -y install avahi-daemon avahi-utils");
            awaitFound(client, cache);
            site.assertThroughACache(client);

            cache.stop();
            site.assertDirectly(client);

            cache.start();
            awaitFound(client, cache);
            site.assertThroughACache(client);
        }
    }

    private static void awaitFound(Machine client, Machine cache) throws Exception {
        var said = new ArrayList<String>();
        Poll.<Exception>until(() -> "a cache is found: " + said, () -> {
            var status = client.run("aptheke-client", "status");
            said.clear();
            said.addAll(List.of(status.output(), cache.journal("aptheke.service")));
            return status.exitCode() == 0;
        });
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void removed_aptGoesDirectly_purged_nothingIsLeft(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start();
                var cache = site.startCache()) {
            site.useVendor(client);
            var before = Inventory.of(client);
            site.answer(client, "url", site.url(cache));
            site.answer(client, "authority", site.fingerprint());
            client.install(Packages.built().client());
            site.assertThroughTheCache(client, cache);
            assertThat(client.run("test", "-e", TRUSTED).exitCode()).isZero();

            client.sh("apt-get -q -y remove aptheke-client");
            site.assertDirectly(client);
            client.sh("apt-get -q -y purge aptheke-client");

            assertThat(Inventory.of(client).differencesFrom(before)).isEmpty();
            assertThat(client.run("grep", "-r", "aptheke-client", "/var/cache/debconf", "--include=*.dat")
                            .output())
                    .isEmpty();
            site.assertDirectly(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void settings_changedByHand_areKept_andAreWhatIsAskedFrom(Release release) throws Exception {
        try (var client = site.client(release).start()) {
            site.answer(client, "url", "cache.example.org");
            client.install(Packages.built().client());
            assertThat(client.output("cat", SETTINGS)).contains("APTHEKE_PROXY=\"http://cache.example.org:3142\"\n");

            client.sh("sed -i -e 's|^APTHEKE_PROXY=.*|APTHEKE_PROXY=http://other.example.org:3142 # moved|'"
                    + " -e 's|^APTHEKE_SECONDS=.*|APTHEKE_SECONDS=4|' " + SETTINGS);
            var changed = client.output("cat", SETTINGS);
            client.install(Packages.built().client(), List.of("--reinstall"));
            client.sh("dpkg-reconfigure aptheke-client");

            assertThat(client.output("cat", SETTINGS)).isEqualTo(changed);
            assertThat(client.output("debconf-show", "aptheke-client"))
                    .contains("aptheke-client/url: http://other.example.org:3142");
            // Back to the question, which is asked again after an answer that cannot be meant.
            var asked = client.runWithInput(
                    "not//a url\nhttp://third.example.org:3142/\n\n\n",
                    "script",
                    "-qec",
                    "DEBIAN_FRONTEND=readline dpkg-reconfigure aptheke-client",
                    "/dev/null");

            assertThat(asked.exitCode()).as(asked.output()).isZero();
            assertThat(asked.output()).contains("Not the URL of a cache");
            assertThat(client.output("cat", SETTINGS))
                    .contains("APTHEKE_PROXY=\"http://third.example.org:3142\"\n", "APTHEKE_SECONDS=4\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void answer_thatAShellWouldRun_isNotWrittenDown(Release release) throws Exception {
        try (var client = site.client(release).start()) {
            site.answer(client, "url", "http://cache.example.org:3142/$(touch${IFS}/root/ran)");
            var output = client.install(Packages.built().client());

            assertThat(output).contains("not the URL of a cache");
            assertThat(client.output("cat", SETTINGS)).contains("APTHEKE_PROXY=\"DIRECT\"\n");
            assertThat(client.run("test", "-e", "/root/ran").exitCode()).isNotZero();
            site.assertDirectly(client);
        }
    }

    private static void set(Machine client, String url) throws IOException, InterruptedException {
        client.sh("sed -i 's|^APTHEKE_PROXY=.*|APTHEKE_PROXY=\"" + url + "\"|' " + SETTINGS);
    }
}
