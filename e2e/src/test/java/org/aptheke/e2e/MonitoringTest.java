package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard, the alerts and the page about metrics fit what a program says that has something to say of all. */
@Timeout(240)
final class MonitoringTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MONITORING = PROJECT.resolve("monitoring");
    private static final Path DASHBOARD = MONITORING.resolve("grafana-dashboard.json");
    private static final Path RULES = MONITORING.resolve("aptheke.rules.yml");
    private static final Path PAGE = PROJECT.resolve("docs/metrics.md");
    private static final String DEB = "/debian/pool/main/h/hello/hello_1_all.deb";
    private static final String RELEASE = "/debian/dists/stable/Release";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final int HITS = 7;

    /** What Prometheus itself says of a target. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*[\\w(])\\b");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (.*?) \\| (.*) \\|");

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private Aptheke.Setup setup;

    @BeforeEach
    void start() throws IOException {
        origin = ScriptedOrigin.start()
                .on(DEB, Resource.of(Samples.bytes(1, 20_000)))
                .otherwise((request, reply) -> reply.send(404, "no such file\n"));
        publish();
        setup = Aptheke.in(home.resolve("aptheke"))
                .withApi()
                .set("store.budget", "\"1GB\"")
                .set("signatures.policy", "\"off\"")
                .set(
                        "remap",
                        "[{name = \"rep\", from = [\"http://rep.example\"], to = \"" + origin.url("/debian/") + "\"}]");
    }

    private void publish() {
        var index = Samples.bytes(2, 500);
        var text = """
                Suite: stable
                Codename: stable
                Date: %s
                Valid-Until: %s
                SHA256:
                 %s %d %s
                """.formatted(
                        rfc2822(InstantSource.system().instant()),
                        rfc2822(InstantSource.system().instant().plusSeconds(604_800)),
                        Samples.sha256(index),
                        index.length,
                        PACKAGES);
        origin.on(RELEASE, Resource.of(text)).on("/debian/dists/stable/" + PACKAGES, Resource.of(index));
    }

    private static String rfc2822(Instant instant) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'UTC'", Locale.ROOT)
                .format(instant.atOffset(ZoneOffset.UTC));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    /** One miss, some hits, a suite, a job that is done. */
    private Scrape use(Aptheke aptheke) throws IOException, InterruptedException {
        for (int i = 0; i < HITS + 1; i++) {
            assertThat(aptheke.get(origin.url(DEB)).status()).isEqualTo(200);
        }
        assertThat(aptheke.get(origin.url(RELEASE)).status()).isEqualTo(200);
        assertThat(setup.run("job", "start", "expire")).contains("expire: done");
        var last = new Scrape[1];
        Poll.until(() -> "all that the page tells of, in " + last[0].text(), () -> {
            last[0] = Scrape.of(setup.apiPort());
            return last[0].families().containsKey("aptheke_store_bytes")
                    && last[0].sum("aptheke_requests_total") >= HITS + 2;
        });
        return last[0];
    }

    @Test
    void page_tellsOfEachMetric_asTheProgramDoes() throws Exception {
        try (var aptheke = setup.start()) {
            var scrape = use(aptheke);

            var told = Files.readAllLines(PAGE).stream()
                    .filter(line -> ROW.matcher(line).matches())
                    .toList();

            assertThat(told)
                    .as("rows of %s", PAGE)
                    .containsExactlyInAnyOrderElementsOf(scrape.families().values().stream()
                            .map(MonitoringTest::row)
                            .toList());
        }
    }

    private static String row(Scrape.Family family) {
        var labels = family.labels().stream().map(label -> "`" + label + "`").toList();
        return "| `%s` | %s | %s | %s |"
                .formatted(family.name(), family.type(), String.join(", ", labels), family.help());
    }

    @Test
    void dashboardAndRules_nameOnlyWhatIsScraped() throws Exception {
        try (var aptheke = setup.start()) {
            var scrape = use(aptheke);
            var scraped = new TreeSet<String>(OF_PROMETHEUS);
            scrape.samples().forEach(sample -> scraped.add(sample.name()));

            assertThat(scraped).containsAll(names(dashboard())).containsAll(names(rules()));
            assertThat(names(dashboard())).hasSizeGreaterThan(50);
            assertThat(names(rules())).hasSizeGreaterThan(15);
        }
    }

    @Test
    void promtool_rulesAndTheirTests_areRight() throws Exception {
        var tool = Tool.in(MONITORING);

        assertThat(tool.output("promtool", "check", "rules", RULES.toString()))
                .contains("SUCCESS: " + rules().size() + " rules found");
        assertThat(tool.output("promtool", "test", "rules", "aptheke.rules.test.yml"))
                .contains("SUCCESS");
    }

    @Test
    void prometheus_scrapesEachSecond_isUpAndHasTheExactCounts() throws Exception {
        try (var aptheke = setup.start();
                var prometheus = Prometheus.scraping(setup.apiPort(), RULES, home.resolve("prometheus"))) {
            Poll.until(
                    "the target is up",
                    () -> prometheus.query("up{job=\"aptheke\"}").equals(List.of(1.0)));

            use(aptheke);

            // What came last of all that was done.
            Poll.until(
                    "the job is seen",
                    () -> prometheus
                            .query("aptheke_job_runs_total{kind=\"expire\",outcome=\"done\"}")
                            .equals(List.of(1.0)));
            assertThat(prometheus.query("aptheke_requests_total{kind=\"package\",status=\"200\",cache=\"hit\"}"))
                    .containsExactly((double) HITS);
            assertThat(prometheus.query("aptheke_requests_total{kind=\"package\",cache=\"uri-miss\"}"))
                    .containsExactly(1.0);
            assertThat(prometheus.query("aptheke_fetch_mismatches_total")).containsExactly(0.0);
            for (var expression : dashboard()) {
                assertThat(prometheus.query(expression)).as(expression).isNotNull();
            }
            Poll.until("all rules were evaluated", () -> {
                var health = prometheus.ruleHealth();
                return health.size() == rules().size() && health.stream().allMatch("ok"::equals);
            });
        }
    }

    /** The expressions of all panels, with the variables of Grafana filled in. */
    private static List<String> dashboard() throws IOException {
        var expressions = new ArrayList<String>();
        collect(JsonMapper.shared().readTree(Files.readString(DASHBOARD)), expressions);
        return expressions.stream()
                .map(text -> text.replace("$__rate_interval", "1m")
                        .replace("$__range", "1h")
                        .replace("$instance", ".*"))
                .toList();
    }

    private static void collect(JsonNode node, List<String> expressions) {
        if (node.path("expr").isString()) {
            expressions.add(node.path("expr").asString());
        }
        node.forEach(child -> collect(child, expressions));
    }

    private static List<String> rules() throws IOException {
        var text = Files.readString(RULES);
        return Pattern.compile("(?m)^ +expr: (?:\\|\\n)?((?:.*\\n)+?)(?= +(?:for|labels):)")
                .matcher(text)
                .results()
                .map(match -> match.group(1).strip())
                .toList();
    }

    /** The metrics that expressions name: what is neither a function, an operator, a label nor a number. */
    private static Set<String> names(List<String> expressions) {
        var names = new TreeSet<String>();
        for (var expression : expressions) {
            var bare = expression
                    .replaceAll("\\{[^}]*}", " ")
                    .replaceAll("\\[[^]]*]", " ")
                    .replaceAll("\\b(?:by|without|on|ignoring) *\\([^)]*\\)", " ")
                    .replaceAll("\\w+\\(", "(");
            var matcher = NAME.matcher(bare);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        names.removeAll(Set.of("sum", "time", "and", "or", "unless"));
        return names;
    }
}
