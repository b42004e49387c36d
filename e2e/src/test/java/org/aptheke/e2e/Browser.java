package org.aptheke.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's Chromium without a window, driven by Playwright. For one thread. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int HEIGHT = 900;
    private static final int LIMIT_MILLIS = 60_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** What a page is looked at with. */
    record Look(int width, boolean dark) {
        static final Look DESK = new Look(1280, false);
        static final Look DARK = new Look(1280, true);
        static final Look PHONE = new Look(390, false);
    }

    static Browser start() {
        var options = new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        var playwright = Playwright.create(options);
        var browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(FLAGS));
        return new Browser(playwright, browser);
    }

    /** A window of its own, without cookies, for pages of that site alone. */
    Tab open(String site, Look look) {
        var context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(look.width(), HEIGHT)
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
        context.setDefaultTimeout(LIMIT_MILLIS);
        return new Tab(site, context.newPage());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
