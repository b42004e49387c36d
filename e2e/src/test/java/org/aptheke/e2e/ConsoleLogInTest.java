package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.aptheke.e2e.Browser.Look;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logging in to the console, what each role may do there, and how a session ends, in a real browser. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleLogInTest {
    private static final String PASSWORD = "open, sesame";

    /** Of that, at the least cost. */
    private static final String HASH = "$2y$04$.9mjs2ASddjXTNzCTtPrqOH1/Ssg8w.Q.ldCYN5xLSdl3jmB62g2i";

    private Browser browser;
    private Aptheke.Setup setup;
    private Aptheke aptheke;
    private String site;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        browser = Browser.start();
        setup = Aptheke.in(home)
                .withApi()
                .set("user", "[" + user("vera", "view") + ", " + user("otto", "operate") + "]");
        aptheke = setup.start();
        site = "http://127.0.0.1:" + setup.apiPort();
    }

    private static String user(String name, String role) {
        return "{name = \"%s\", role = \"%s\", password_hash = \"%s\"}".formatted(name, role, HASH);
    }

    @AfterAll
    void stop() {
        browser.close();
        aptheke.close();
    }

    /** Goes somewhere, is asked to log in, does, and is there. */
    private Tab logIn(String name, String path) {
        var tab = browser.open(site, Look.DESK);
        tab.go(path);
        enter(tab, name, PASSWORD);
        tab.awaitPath(path);
        return tab;
    }

    private static void enter(Tab tab, String name, String password) {
        tab.awaitPath("/login");
        tab.page().getByLabel("Name").fill(name);
        tab.page().getByLabel("Password").fill(password);
        tab.button("Log in").click();
    }

    @Test
    void logIn_rightPassword_leadsToWhereOneWantedToGo() {
        try (var tab = logIn("otto", "/jobs/new?kind=expire")) {
            assertThat(tab.text()).contains("otto", "(operate)", "Log out");
            tab.isAccessible();
            tab.isWithoutFaults();
        }
    }

    @Test
    void logIn_wrongPasswordThenTheRightOne_saysSoAndThenLetsIn() {
        try (var tab = browser.open(site, Look.PHONE)) {
            tab.go("/jobs");
            enter(tab, "otto", "wrong");
            tab.awaitText("There is no such user with that password.");
            tab.isAccessible();
            tab.fitsItsWidth();

            enter(tab, "otto", PASSWORD);
            tab.awaitPath("/jobs");
            tab.isWithoutFaults();
        }
    }

    @Test
    void logIn_linkThatLeadsElsewhere_staysHere() {
        try (var tab = browser.open(site, Look.DESK)) {
            tab.go("/login?to=https%3A%2F%2Felsewhere.example%2F");
            enter(tab, "vera", PASSWORD);

            tab.page().waitForURL(site + "/");
            tab.isWithoutFaults();
        }
    }

    @Test
    void logOut_thenBack_asksAgain() {
        try (var tab = logIn("otto", "/suites")) {
            tab.button("Log out").click();
            tab.awaitPath("/login");
            tab.go("/suites");
            tab.awaitPath("/login");

            tab.isWithoutFaults();
        }
    }

    @Test
    void view_pages_offerNothingThatChangesAndTheApiRefusesIt() {
        try (var tab = logIn("vera", "/jobs")) {
            assertThat(tab.page().getByText("Plan…").count()).isZero();
            tab.go("/settings");
            assertThat(tab.offers("Go offline")).isFalse();
            assertThat(post(tab, "/api/v1/offline", csrf(tab))).isEqualTo(403);
            tab.go("/settings");
            assertThat(tab.text()).contains("Origins are asked");
        }
    }

    @Test
    void operate_changes_needTheTokenOfThePage() {
        try (var tab = logIn("otto", "/settings")) {
            assertThat(post(tab, "/api/v1/offline", "")).isEqualTo(403);
            assertThat(post(tab, "/api/v1/offline", "wrong")).isEqualTo(403);
            assertThat(tab.text()).contains("Origins are asked");
            tab.forgetFaults();

            tab.button("Go offline").click();
            tab.awaitText("No origin is asked");
            tab.button("Go online").click();
            tab.awaitText("Origins are asked");
            tab.isWithoutFaults();
        }
    }

    private static String csrf(Tab tab) {
        return String.valueOf(tab.page().evaluate("document.body.dataset.csrf"));
    }

    /** As a script of the page would, with that token. */
    private static int post(Tab tab, String path, String csrf) {
        return (Integer) tab.page()
                .evaluate(
                        "({path, csrf}) => fetch(path, {method: 'POST', body: '{\"offline\": true}', headers:"
                                + " {'Content-Type': 'application/json', 'X-CSRF-Token': csrf}}).then(a => a.status)",
                        Map.of("path", path, "csrf", csrf));
    }

    /** The session is gone on the other side, as after too long a time; the page that is open finds out by itself. */
    @Test
    void session_endedMeanwhile_openPageSaysSoAndAsksAgain() throws Exception {
        try (var tab = logIn("otto", "/jobs")) {
            setup.set("user", "[" + user("vera", "view") + "]");
            aptheke.reload();
            tab.awaitPath("/login?over=1");
            tab.awaitText("The session is over");

            setup.set("user", "[" + user("vera", "view") + ", " + user("otto", "operate") + "]");
            aptheke.reload();
            enter(tab, "otto", PASSWORD);
            tab.awaitPath("/jobs");
            tab.isWithoutFaults();
        }
    }

    @Test
    void session_endedBeforeAChange_changesNothingAndSaysWhy() throws Exception {
        try (var tab = logIn("vera", "/setup");
                var other = logIn("otto", "/jobs/new?kind=expire")) {
            other.page().context().clearCookies();
            other.button("Show the plan").click();
            Poll.until(
                    "a message",
                    () -> !other.page()
                            .locator("#messages p.failed")
                            .allInnerTexts()
                            .isEmpty());

            tab.go("/jobs");
            assertThat(tab.text()).contains("No job has run yet");
        }
    }
}
