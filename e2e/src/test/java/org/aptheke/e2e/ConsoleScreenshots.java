package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.aptheke.e2e.Browser.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of docs/console.md: {@code ./dev screenshots}. Not among the tests that run each time. */
final class ConsoleScreenshots {
    private static final Path DIRECTORY = Path.of("../docs/console");
    private static final int HEIGHT = 860;
    private static final int PHONE_HEIGHT = 1000;

    private static final Map<String, String> PAGES = Map.of(
            "overview", "/",
            "transfers", "/transfers",
            "suites", "/suites",
            "suite", "/suite?name=deb.example.org/debian/dists/trixie",
            "packages", "/packages",
            "clients", "/clients",
            "jobs", "/jobs",
            "log", "/log?order=errors",
            "settings", "/settings?q=schedule",
            "setup", "/setup?cache=http%3A%2F%2Fcache.example.org%3A3142");

    @Test
    void pages_ofABusyCache_areShot(@TempDir Path home) throws Exception {
        Files.createDirectories(DIRECTORY);
        try (var cache = BusyCache.in(home);
                var browser = Browser.start()) {
            cache.runApt();
            cache.askFromElsewhere();
            cache.beginDownloads(4);
            try (var tab = browser.open(cache.site(), Look.DESK)) {
                plan(tab);
                for (var page : PAGES.entrySet()) {
                    shoot(tab, page.getValue(), page.getKey(), HEIGHT);
                }
                tab.isWithoutFaults();
            }
            try (var tab = browser.open(cache.site(), new Look(Look.PHONE.width(), true))) {
                shoot(tab, "/", "overview-phone", PHONE_HEIGHT);
            }
        }
    }

    /** So that there is a history of jobs. */
    private static void plan(Tab tab) {
        for (var kind : new String[] {"expire", "scrub"}) {
            tab.go("/jobs/new?kind=" + kind);
            tab.button("Show the plan").click();
            tab.awaitPath("/jobs/");
            tab.awaitText("done");
        }
    }

    private static void shoot(Tab tab, String path, String name, int height) {
        tab.page().setViewportSize(tab.page().viewportSize().width, height);
        assertThat(tab.go(path).status()).isEqualTo(200);
        tab.page().screenshot(new Page.ScreenshotOptions().setPath(DIRECTORY.resolve(name + ".png")));
    }
}
