package org.aptheke.e2e;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.aptheke.e2e.Browser.Look;

/** Takes the pictures of docs/console.md: {@code ./dev screenshots}. Not a test. */
final class ConsoleScreenshots {
    private static final Map<String, String> PAGES = new LinkedHashMap<>(Map.of(
            "overview", "/",
            "transfers", "/transfers",
            "suites", "/suites",
            "packages", "/packages",
            "clients", "/clients",
            "jobs", "/jobs",
            "log", "/log?order=errors",
            "settings", "/settings",
            "setup", "/setup?cache=http%3A%2F%2Fcache.example.org%3A3142",
            "suite", "/suite?name=deb.example.org/debian/dists/trixie"));

    private ConsoleScreenshots() {}

    /** The directory to write to, and looks to take: {@code desk}, {@code dark}, {@code phone}. */
    public static void main(String[] arguments) throws Exception {
        var directory = Files.createDirectories(Path.of(arguments[0]));
        var home = Files.createTempDirectory("aptheke-screenshots");
        try (var cache = BusyCache.in(home);
                var browser = Browser.start()) {
            cache.runApt();
            cache.askFromElsewhere();
            cache.beginDownloads(4);
            shoot(browser, cache, directory);
        }
    }

    private static void shoot(Browser browser, BusyCache cache, Path directory) {
        for (var look :
                Map.of("", Look.DESK, "-dark", Look.DARK, "-phone", Look.PHONE).entrySet()) {
            try (var tab = browser.open(cache.site(), look.getValue())) {
                for (var page : PAGES.entrySet()) {
                    tab.go(page.getValue());
                    tab.page().waitForTimeout(300);
                    tab.page()
                            .screenshot(new Page.ScreenshotOptions()
                                    .setPath(directory.resolve(page.getKey() + look.getKey() + ".png"))
                                    .setFullPage(true));
                }
                System.out.println(look + " " + tab.faults());
            }
        }
    }
}
