package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aptheke.e2e.Browser.Look;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console of a fresh installation, in a real browser. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleTest {
    private static final int FILES = 20;

    private Browser browser;
    private Aptheke aptheke;
    private ScriptedOrigin origin;
    private String site;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        browser = Browser.start();
        origin = ScriptedOrigin.start();
        var setup = Aptheke.in(home)
                .withApi()
                .set("expire.keep_unreferenced", "\"1ms\"")
                .set("scrub.rate", "\"2KiB/s\"");
        aptheke = setup.start();
        site = "http://127.0.0.1:" + setup.apiPort();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        try (var stopping = aptheke) {
            assertThat(stopping.stop()).as("exit code").isZero();
        }
        origin.close();
    }

    private void fill() throws Exception {
        try (var wire = aptheke.connect()) {
            for (int i = 0; i < FILES; i++) {
                var path = "/pool/f" + i + ".deb";
                origin.on(path, Resource.of(Samples.bytes(i, 3_000)));
                assertThat(wire.get(origin.url(path)).status()).isEqualTo(200);
            }
        }
    }

    private Tab open(Look look) {
        return browser.open(site, look);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/transfers",
                "/suites",
                "/packages",
                "/clients",
                "/client?name=127.0.0.9",
                "/jobs",
                "/jobs/new?kind=expire",
                "/jobs/new?kind=import",
                "/log",
                "/settings",
                "/setup",
                "/login"
            })
    void page_freshInstallation_isSoundOnDeskAndPhoneInLightAndDark(String path) {
        for (var look : List.of(Look.DESK, Look.DARK)) {
            try (var tab = open(look)) {
                assertThat(tab.go(path).status()).isEqualTo(200);

                tab.isAccessible();
                tab.isWithoutFaults();
            }
        }
        try (var tab = open(Look.PHONE)) {
            tab.go(path);

            tab.fitsItsWidth();
            tab.isWithoutFaults();
        }
    }

    @Test
    void colors_schemeOfTheBrowser_decides() {
        try (var light = open(Look.DESK);
                var dark = open(Look.DARK)) {
            light.go("/jobs");
            dark.go("/jobs");

            assertThat(light.color("body", "backgroundColor")).isEqualTo("rgb(244, 246, 246)");
            assertThat(dark.color("body", "backgroundColor")).isEqualTo("rgb(17, 22, 26)");
            assertThat(dark.color("body", "color")).isEqualTo("rgb(226, 232, 235)");
        }
    }

    @Test
    void job_plannedSeenAndConfirmed_isDone() throws Exception {
        fill();
        try (var tab = open(Look.DESK)) {
            tab.go("/jobs");
            tab.page().getByLabel("Plan expire").click();
            tab.button("Show the plan").click();
            tab.awaitPath("/jobs/");
            tab.button("Do this…").click();
            assertThat(StoreAudit.of(aptheke.data()).blobs()).hasSize(FILES);
            tab.button("Do it").click();
            tab.awaitText("Run ");
            tab.awaitText("done");

            assertThat(StoreAudit.of(aptheke.data()).blobs()).isEmpty();
            tab.isAccessible();
            tab.isWithoutFaults();
        }
    }

    @Test
    void job_atWork_progressMovesAndItIsCancelled() throws Exception {
        fill();
        try (var tab = open(Look.DESK)) {
            tab.go("/jobs/new?kind=scrub");
            tab.page().getByLabel("all").check();
            tab.button("Show the plan").click();
            tab.awaitPath("/jobs/");
            tab.button("Do this…").click();
            tab.button("Do it").click();
            tab.awaitText("Run ");
            var progress = tab.page().locator("progress");
            var first = progress.getAttribute("value");
            Poll.until(
                    () -> "the bar to move from " + first,
                    () -> progress.count() == 1 && !String.valueOf(first).equals(progress.getAttribute("value")));
            tab.isAccessible();
            tab.button("Cancel").click();
            tab.awaitText("cancelled");

            tab.isWithoutFaults();
        }
    }

    @Test
    void job_refused_saysWhy() {
        try (var tab = open(Look.DESK)) {
            tab.go("/jobs/new?kind=import");
            tab.page().getByLabel("from").fill("relative/path");
            tab.button("Show the plan").click();
            tab.awaitText("failed");

            assertThat(tab.text()).contains("relative/path");
        }
    }

    @Test
    void job_arguments_areWhatAPageCanSay() {
        try (var tab = open(Look.DESK)) {
            tab.go("/jobs/new?kind=mirror");
            tab.page().getByLabel("now").check();
            tab.go("/jobs/new?kind=import-bundle");
            assertThat(tab.page().getByLabel("from").count()).isEqualTo(1);
            assertThat(tab.page().getByLabel("stream").count()).isZero();
        }
    }

    @Test
    void keyboard_alone_reachesAndUsesEverything() {
        try (var tab = open(Look.DESK)) {
            tab.go("/jobs");
            var keyboard = tab.page().keyboard();
            keyboard.press("Tab");
            assertThat(focused(tab)).isEqualTo("Skip to the content");
            keyboard.press("Enter");
            tab.page().waitForFunction("document.activeElement.id === 'main'");
            pressUntil(tab, "Plan expire");
            keyboard.press("Enter");
            tab.awaitPath("/jobs/new");
            pressUntil(tab, "Show the plan");
            assertThat((String) tab.page().evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            keyboard.press("Enter");
            tab.awaitPath("/jobs/");
            tab.awaitText("done");

            tab.isWithoutFaults();
        }
    }

    private static void pressUntil(Tab tab, String name) {
        for (int i = 0; i < 60 && !focused(tab).equals(name); i++) {
            tab.page().keyboard().press("Tab");
        }
        assertThat(focused(tab)).isEqualTo(name);
    }

    private static String focused(Tab tab) {
        return (String)
                tab.page()
                        .evaluate(
                                "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()");
    }

    @Test
    void menu_onAPhone_opensAndCloses() {
        try (var tab = open(Look.PHONE)) {
            tab.go("/suites");
            var nav = tab.page().locator("#nav");
            assertThat(nav.isVisible()).isFalse();
            tab.button("Menu").click();
            assertThat(nav.isVisible()).isTrue();
            tab.isAccessible();
            nav.getByText("Jobs").click();
            tab.awaitPath("/jobs");

            tab.isWithoutFaults();
        }
    }

    @Test
    void setup_repositoryNamed_writesItsSource() {
        try (var tab = open(Look.DESK)) {
            tab.go("/setup");
            tab.page().getByLabel("The cache, as clients call it").fill("http://cache.example.org:3142");
            tab.page().getByLabel("A repository").fill("https://vendor.example/apt");
            tab.button("Show").click();
            tab.awaitText("http://cache.example.org:3142/https/vendor.example/apt");
            var copy = tab.page().locator("#path figure button").first();
            copy.click();
            Poll.until("the text is copied", () -> copy.innerText().equals("Copied"));

            tab.page().getByLabel("A repository").fill("<script>alert(1)</script>");
            tab.button("Show").click();
            tab.awaitText("Not possible");
            assertThat(tab.text()).contains("<script>alert(1)</script>");
            tab.isWithoutFaults();
        }
    }

    @Test
    void page_thatThereIsNot_is404WithAWayBack() {
        try (var tab = open(Look.DESK)) {
            assertThat(tab.go("/jobs/99999").status()).isEqualTo(404);

            assertThat(tab.page().getByText("Overview").first().isVisible()).isTrue();
            tab.isAccessible();
        }
    }
}
