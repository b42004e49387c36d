package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.Fields;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntranceTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
    private static final String PROXY_FORM = "http://deb.example.org/a.deb";
    private static final String PATH_FORM = "/deb.example.org/a.deb";

    private final KnownUsers users = new KnownUsers().with("alice", "wonder").with("bob", "b:uilder");
    private final Entrance entrance = new Entrance(Optional.of(users), RequestRates.UNLIMITED);

    @Test
    void enter_noPasswordsKept_admitsTheFieldsAsTheyAre() {
        var fields = Fields.of("Authorization", "Bearer token", "Proxy-Authorization", "Basic eA==");

        assertThat(Entrance.OPEN.enter(CLIENT, PATH_FORM, fields))
                .isEqualTo(new Entry.Admitted(fields, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROXY_FORM, "https://deb.example.org/", "deb.example.org:443", "*"})
    void enter_proxyFormWithoutPassword_is407NamingTheSetting(String target) {
        assertRefused(entrance.enter(CLIENT, target, Fields.EMPTY), 407, "[clients] htpasswd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PATH_FORM,
                "/HTTPS///deb.example.org/a",
                "/remap/a",
                "/aptheke/../deb.example.org/a.deb",
                "/aptheke/a/b",
                "/aptheke/..",
                "/healthz/../deb.example.org/a",
                "//",
                "/?a"
            })
    void enter_pathFormWithoutPassword_is401NamingTheSetting(String target) {
        assertRefused(entrance.enter(CLIENT, target, Fields.EMPTY), 401, "[clients] htpasswd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/readyz", "/acng-report.html", "/aptheke/ca.crt", "/aptheke/detect.sh"})
    void enter_pagesThatHelpToSetUp_areForEverybody(String target) {
        assertThat(entrance.enter(CLIENT, target, Fields.EMPTY)).isInstanceOf(Entry.Admitted.class);
        assertThat(users.asked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!",
                "Basic YWxpY2U=",
                "Bearer YWxpY2U6d29uZGVy",
                "Digest a=b",
                "YQ=="
            })
    void enter_noUserAndPasswordInIt_isRefusedWithoutLooking(String shown) {
        assertRefused(entrance.enter(CLIENT, PROXY_FORM, Fields.of("Proxy-Authorization", shown)), 407, "wanted");
        assertThat(users.asked()).isZero();
    }

    @Test
    void enter_passwordOfTheOtherForm_doesNotCount() {
        assertRefused(entrance.enter(CLIENT, PROXY_FORM, Fields.of("Authorization", basic("alice:wonder"))), 407, "");
        assertRefused(
                entrance.enter(CLIENT, PATH_FORM, Fields.of("Proxy-Authorization", basic("alice:wonder"))), 401, "");
    }

    @Test
    void enter_rightPassword_isUndecidedThenAdmittedWithoutTheField() throws Exception {
        var fields = Fields.of("Accept", "*/*", "proxy-authorization", basic("alice:wonder"));

        var first = entrance.enter(CLIENT, PROXY_FORM, fields);
        var examined = entrance.examine(CLIENT, PROXY_FORM, fields);
        var second = entrance.enter(OTHER, PROXY_FORM, fields);

        assertThat(first).isInstanceOf(Entry.Undecided.class);
        assertThat(examined).isEqualTo(new Entry.Admitted(Fields.of("Accept", "*/*"), Optional.of("alice")));
        assertThat(second).isEqualTo(examined);
        assertThat(users.asked()).isEqualTo(1);
    }

    @Test
    void enter_pathForm_takesAuthorizationAndItGoesNoFurther() throws Exception {
        var fields = Fields.of("Authorization", basic("bob:b:uilder"), "Accept", "*/*");

        var examined = entrance.examine(CLIENT, PATH_FORM, fields);

        assertThat(examined).isEqualTo(new Entry.Admitted(Fields.of("Accept", "*/*"), Optional.of("bob")));
    }

    @Test
    void enter_proxyForm_leavesTheOriginsAuthorizationAlone() throws Exception {
        var fields = Fields.of("Proxy-Authorization", basic("alice:wonder"), "Authorization", "Bearer token");

        var examined = entrance.examine(CLIENT, PROXY_FORM, fields);

        assertThat(examined)
                .isEqualTo(new Entry.Admitted(Fields.of("Authorization", "Bearer token"), Optional.of("alice")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice:wrong", "alice:", "alice:wonder ", "Alice:wonder", "nobody:wonder", ":", "nobody:"})
    void enter_wrongUserOrPassword_isRefusedAndRemembered(String login) throws Exception {
        var fields = Fields.of("Proxy-Authorization", basic(login));

        var examined = entrance.examine(CLIENT, PROXY_FORM, fields);
        var again = entrance.enter(CLIENT, PROXY_FORM, fields);

        assertRefused(examined, 407, "wrong");
        assertThat(again).isEqualTo(examined);
        assertThat(users.asked()).isEqualTo(1);
        assertThat(((Entry.Refused) examined).refusal().reason()).doesNotContain("lice");
    }

    @Test
    void enter_afterTheUsersChanged_looksAgain() throws Exception {
        var fields = Fields.of("Proxy-Authorization", basic("alice:wonder"));
        entrance.examine(CLIENT, PROXY_FORM, fields);

        users.with("alice", "other");

        assertThat(entrance.enter(CLIENT, PROXY_FORM, fields)).isInstanceOf(Entry.Undecided.class);
        assertRefused(entrance.examine(CLIENT, PROXY_FORM, fields), 407, "wrong");
    }

    @Test
    void examine_manyWithOnePassword_looksOnce() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> await(gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Entry>>();
            for (int i = 0; i < 50; i++) {
                all.add(examining(threads, CLIENT, "alice:wonder"));
            }
            gate.countDown();

            for (var each : all) {
                assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(Entry.Admitted.class);
            }
        }
        assertThat(users.asked()).isEqualTo(1);
    }

    @Test
    void examine_manyPasswordsOfOneClient_isRefusedForAWhileAndOthersAreNot() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> await(gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var guesses = new ArrayList<Future<Entry>>();
            for (int i = 0; i < 40; i++) {
                guesses.add(examining(threads, CLIENT, "alice:guess" + i));
            }
            Poll.until(
                    "all but as many as may be looked at are refused",
                    () -> guesses.stream().filter(Future::isDone).count() >= 24);
            var right = examining(threads, OTHER, "alice:wonder");
            gate.countDown();

            assertThat(right.get(20, TimeUnit.SECONDS)).isInstanceOf(Entry.Admitted.class);
            assertThat(statuses(guesses))
                    .containsOnly(407, 429)
                    .filteredOn(status -> status == 429)
                    .hasSize(24);
        }
        assertThat(entrance.examine(CLIENT, PROXY_FORM, Fields.of("Proxy-Authorization", basic("bob:b:uilder"))))
                .isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void examine_firstClientLeaves_theOthersGetTheResult() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> await(gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var leaving = examining(threads, CLIENT, "alice:wonder");
            Poll.until("the first is looked at", () -> users.asked() > 0);
            var staying = examining(threads, OTHER, "alice:wonder");
            leaving.cancel(true);
            gate.countDown();

            assertThat(staying.get(20, TimeUnit.SECONDS)).isInstanceOf(Entry.Admitted.class);
        }
        assertThat(users.asked()).isEqualTo(1);
    }

    @Test
    void enterInside_userOfTheConnection_isAdmittedWithoutAPasswordUntilForgotten() {
        var fields = Fields.of("Authorization", "Bearer token");

        assertThat(entrance.enterInside(CLIENT, Optional.of("alice"), fields))
                .isEqualTo(new Entry.Admitted(fields, Optional.of("alice")));
        users.forget("alice");
        assertRefused(entrance.enterInside(CLIENT, Optional.of("alice"), fields), 403, "[clients] htpasswd");
    }

    @Test
    void enterInside_connectionOfNobody_isRefusedWherePasswordsAreKept() {
        assertRefused(entrance.enterInside(CLIENT, Optional.empty(), Fields.EMPTY), 403, "[clients] htpasswd");
        assertThat(Entrance.OPEN.enterInside(CLIENT, Optional.empty(), Fields.EMPTY))
                .isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void rates_ofAUser_countFromAllAddressesAndInside() throws Exception {
        var limited = new Entrance(Optional.of(users), new RequestRates(1, () -> 0));
        var fields = Fields.of("Proxy-Authorization", basic("alice:wonder"));

        assertThat(limited.examine(CLIENT, PROXY_FORM, fields)).isInstanceOf(Entry.Admitted.class);
        for (int i = 0; i < 2; i++) {
            assertThat(limited.enter(CLIENT, PROXY_FORM, fields)).isInstanceOf(Entry.Admitted.class);
            assertThat(limited.enterInside(OTHER, Optional.of("alice"), Fields.EMPTY))
                    .isInstanceOf(Entry.Admitted.class);
        }

        assertRefused(limited.enter(OTHER, PROXY_FORM, fields), 429, "[limits] request_rate");
        assertRefused(limited.enterInside(CLIENT, Optional.of("alice"), Fields.EMPTY), 429, "alice");
    }

    @Test
    void rates_ofWrongPasswords_countForTheAddressAndNotForTheUser() throws Exception {
        var limited = new Entrance(Optional.of(users), new RequestRates(1, () -> 0));
        for (int i = 0; i < 5; i++) {
            assertThat(limited.enter(CLIENT, PROXY_FORM, Fields.of("Proxy-Authorization", basic("alice:guess" + i))))
                    .isInstanceOf(Entry.Undecided.class);
        }

        assertRefused(
                limited.enter(CLIENT, PROXY_FORM, Fields.of("Proxy-Authorization", basic("alice:guess6"))),
                429,
                "192.0.2.1");
        assertThat(limited.examine(OTHER, PROXY_FORM, Fields.of("Proxy-Authorization", basic("alice:wonder"))))
                .isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void rates_withoutPasswords_countForTheAddressAlsoOnOurOwnPages() {
        var limited = new Entrance(Optional.empty(), new RequestRates(1, () -> 0));
        for (int i = 0; i < 5; i++) {
            assertThat(limited.enter(CLIENT, "/healthz", Fields.EMPTY)).isInstanceOf(Entry.Admitted.class);
        }

        assertRefused(limited.enter(CLIENT, PATH_FORM, Fields.EMPTY), 429, "[limits] request_rate");
        assertRefused(limited.enterInside(CLIENT, Optional.empty(), Fields.EMPTY), 429, "[limits] request_rate");
        assertThat(limited.enter(OTHER, PATH_FORM, Fields.EMPTY)).isInstanceOf(Entry.Admitted.class);
    }

    private Future<Entry> examining(ExecutorService threads, InetAddress client, String login) {
        return threads.submit(
                () -> entrance.examine(client, PROXY_FORM, Fields.of("Proxy-Authorization", basic(login))));
    }

    private static List<Integer> statuses(List<Future<Entry>> entries) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var entry : entries) {
            statuses.add(
                    ((Entry.Refused) entry.get(20, TimeUnit.SECONDS)).refusal().status());
        }
        return statuses;
    }

    private static void assertRefused(Entry entry, int status, String reason) {
        assertThat(entry).isInstanceOfSatisfying(Entry.Refused.class, refused -> {
            assertThat(refused.refusal().status()).isEqualTo(status);
            assertThat(refused.refusal().reason()).contains(reason);
        });
    }

    private static void await(CountDownLatch gate) {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
