package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.e2e.Browser.Look;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The console of a cache with real traffic, in a real browser. One after another: first the numbers of a workload that is
 * known, then the pages while downloads wait half-way, then their end, then what is pressed.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
final class ConsoleTrafficTest {
    private static final int DOWNLOADS = 3;
    private static final String SUITE = "deb.example.org/debian/dists/trixie";
    private static final Pattern BYTES = Pattern.compile("\"bytes\":(\\d+)");

    private BusyCache cache;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        cache = BusyCache.in(home);
        browser = Browser.start();
        cache.runApt();
        cache.askFromElsewhere();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        cache.close();
    }

    private Tab open(Look look) {
        return browser.open(cache.site(), look);
    }

    private static long number(Tab tab, String id) {
        return Long.parseLong(tab.page().locator("#" + id).getAttribute("value"));
    }

    @Test
    @Order(1)
    void overview_knownWorkload_numbersAreThoseOfTheAccessLog() {
        try (var tab = open(Look.DESK)) {
            tab.go("/");

            Poll.until(
                    () -> number(tab, "requests") + " requests, of " + lines(),
                    () -> number(tab, "requests") == lines().size());
            var log = lines();
            assertThat(number(tab, "sent-bytes"))
                    .isEqualTo(log.stream().mapToLong(ConsoleTrafficTest::bytes).sum());
            assertThat(number(tab, "asked"))
                    .isEqualTo(log.stream()
                            .filter(line -> isHit(line) || isForwarded(line))
                            .count());
            assertThat(number(tab, "hits"))
                    .isEqualTo(log.stream()
                            .filter(line -> isHit(line) || costNothing(line))
                            .count());
            assertThat(number(tab, "saved-bytes"))
                    .isPositive()
                    .isEqualTo(log.stream()
                            .filter(line -> isHit(line) || costNothing(line))
                            .mapToLong(ConsoleTrafficTest::bytes)
                            .sum());
            assertThat(number(tab, "failed")).isZero();
        }
    }

    private List<String> lines() {
        try {
            return cache.aptheke().accessLog();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long bytes(String line) {
        var bytes = BYTES.matcher(line);
        return bytes.find() ? Long.parseLong(bytes.group(1)) : 0;
    }

    private static boolean isHit(String line) {
        return line.contains("\"cache\":\"hit");
    }

    private static boolean isForwarded(String line) {
        return line.contains("\"cache\":\"fwd=");
    }

    /** Another had it fetched, or the origin only said that it still holds. */
    private static boolean costNothing(String line) {
        var status = line.replaceFirst(".*\"cache\":\"", "").replaceFirst("; detail=.*", "");
        return isForwarded(line) && (status.contains("; collapsed") || status.contains("; fwd-status=304"));
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(
            strings = {
                "/",
                "/?range=year",
                "/transfers",
                "/suites",
                "/suite?name=" + SUITE + "-security",
                "/packages?name=bash",
                "/clients",
                "/client?name=127.0.0.3",
                "/log?order=errors",
                "/settings?show=said"
            })
    void page_underTraffic_isSoundOnDeskAndPhoneInLightAndDark(String path) throws Exception {
        cache.beginDownloads(DOWNLOADS);
        try (var tab = open(Look.DARK)) {
            assertThat(tab.go(path).status()).isEqualTo(200);

            tab.isAccessible();
            tab.hasNoOtherMarkup();
            tab.page()
                    .emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(com.microsoft.playwright.options.ColorScheme.LIGHT));
            tab.isAccessible();
            tab.page().setViewportSize(Look.PHONE.width(), 800);
            tab.fitsItsWidth();
            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(3)
    void transfers_letGo_barsMoveAndTheyEnd() throws Exception {
        cache.beginDownloads(DOWNLOADS);
        try (var tab = open(Look.DESK)) {
            tab.go("/transfers");
            tab.awaitText(DOWNLOADS + " transfers now");
            tab.awaitText("127.0.0.2, 127.0.0.3");
            tab.awaitText("of 5.7 MiB");
            var bar = tab.page().locator("progress").first();
            int first = Integer.parseInt(bar.getAttribute("value"));
            assertThat(first).isBetween(400, 990);
            Poll.until("the bar moves", () -> Integer.parseInt(bar.getAttribute("value")) > first);

            cache.letGo();

            tab.awaitText("0 transfers now");
            assertThat(tab.text()).contains("big-0_1.0_amd64.deb", "done", "5.7 MiB");
            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(4)
    void suite_checkNow_isChecked() {
        try (var tab = open(Look.DESK)) {
            tab.go("/suite?name=" + SUITE);
            var before = cache.askedFor("/dists/trixie/InRelease");
            tab.button("Check now").click();

            Poll.until("the origin is asked", () -> cache.askedFor("/dists/trixie/InRelease") > before);
            assertThat(tab.text()).contains("Throwaway archive", "main/binary-", "adopted generation 1");
            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(5)
    void suite_drop_isPlannedFirst() {
        try (var tab = open(Look.DESK)) {
            tab.go("/suite?name=" + SUITE);
            tab.page().getByText("Drop…").click();
            tab.awaitPath("/jobs/new");
            assertThat(tab.page().getByLabel("suite").inputValue()).isEqualTo(SUITE);
            tab.button("Show the plan").click();
            tab.awaitPath("/jobs/");
            tab.awaitText("Do this…");

            tab.go("/suites");
            assertThat(tab.text()).contains(SUITE);
            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(6)
    void package_foundPinnedUnpinnedAndPurged_isGone() throws Exception {
        try (var tab = open(Look.DESK)) {
            tab.go("/packages");
            tab.page().getByLabel("A package").fill("nano");
            tab.button("Search").click();
            tab.page().getByText("nano").first().click();
            tab.awaitPath("/package?");
            assertThat(tab.text()).contains("current", SUITE, "127.0.0.6");

            tab.button("Pin").click();
            tab.button("Unpin").click();
            tab.button("Purge…").click();
            tab.isAccessible();
            tab.button("Purge it").click();
            tab.awaitPath("/jobs/");
            tab.awaitText("done");
            tab.go("/packages?name=nano");
            tab.awaitText("Nothing that is stored is like that");
            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(7)
    void offline_switchedFromThePage_isShownEverywhere() {
        try (var tab = open(Look.DESK)) {
            tab.go("/settings");
            tab.button("Go offline").click();
            tab.awaitText("No origin is asked for anything");
            tab.go("/");
            tab.awaitText("no origin is asked");
            tab.go("/settings");
            tab.button("Go online").click();
            tab.awaitText("Origins are asked");

            tab.isWithoutFaults();
        }
    }

    @Test
    @Order(8)
    void names_thatAreMarkup_areShownInert() throws Exception {
        var hostile = "%3Cscript%3Ealert(1)%22%3E%3Cimg%20src=x%20onerror=alert(2)%3E";
        cache.askForAnything("http://deb.example.org/any/" + hostile + "_1.0_all.deb");
        cache.askForAnything("http://deb.example.org/any/plain", "User-Agent: <script>alert(3)</script>");
        cache.askForAnything("http://deb.example.org/" + hostile + "/dists/x/InRelease");
        try (var tab = open(Look.DESK)) {
            tab.go("/packages?path=script");
            tab.awaitText("<script>alert(1)\"><img src=x onerror=alert(2)>");
            tab.hasNoOtherMarkup();
            for (var page : List.of(
                    "/",
                    "/transfers",
                    "/suites?q=" + hostile,
                    "/packages?name=" + hostile + "&path=" + hostile,
                    "/packages?digest=" + hostile,
                    "/clients?q=" + hostile,
                    "/client?name=" + hostile,
                    "/suite?name=" + hostile,
                    "/package?digest=" + hostile,
                    "/log?source=" + hostile + "&q=" + hostile,
                    "/log?q=script",
                    "/jobs/new?kind=import&from=" + hostile,
                    "/jobs/" + hostile,
                    "/settings?q=" + hostile,
                    "/setup?cache=" + hostile + "&repository=" + hostile)) {
                tab.go(page);
                tab.hasNoOtherMarkup();
            }
            assertThat(tab.faults()).allMatch(fault -> fault.contains("404")); // of pages that there are not
        }
    }
}
