package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ArchiveBuilder.PoolPackage;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A component of an archive is mirrored by the packaged program; then real apt lives from it alone. */
@Timeout(300)
final class MirroredSiteTest {
    private static final int PACKAGES = 24;

    /** Worth being gone on with after a crash. */
    private static final int SIZE = 1_200_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** As many as the program fetches at once with usual settings. */
    private static final int AT_ONCE = 3;

    private static final Pattern PLANNED = Pattern.compile(
            "\"outcome\"\\s*:\\s*\"planned\",\\s*\"reason\"\\s*:\\s*\"[^\"]*\",\\s*\"count\"\\s*:\\s*\\d+,\\s*\"bytes\"\\s*:\\s*(\\d+)");

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private ArchiveBuilder archive;
    private List<PoolPackage> packages = List.of();
    private Aptheke.Setup setup;
    private HoldingTree tree;

    /** A tree that holds what it sends of the pool, in the middle of each file, from some request on. */
    private static final class HoldingTree implements Handler {
        private final FileTree files;
        private final Path root;
        private final AtomicInteger poolRequests = new AtomicInteger();
        private final AtomicLong sentBytes = new AtomicLong();
        private final Set<String> held = ConcurrentHashMap.newKeySet();
        private volatile int holdFrom = Integer.MAX_VALUE;
        private volatile Gate gate = new Gate();

        HoldingTree(Path root) {
            this.root = root;
            this.files = FileTree.at("/debian", root);
        }

        @Override
        public void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
            var file = root.resolve(request.path().substring("/debian/".length()));
            boolean whole = request.field("If-Modified-Since").isEmpty()
                    && request.field("If-None-Match").isEmpty();
            if (Files.exists(file) && whole) {
                sentBytes.addAndGet(Files.size(file));
            }
            if (request.path().contains("/pool/") && poolRequests.incrementAndGet() >= holdFrom) {
                held.add(request.path());
                reply.holdAt(SIZE / 2, gate);
            }
            files.answer(request, reply);
        }

        /** From the request of that number on. */
        void holdFrom(int number) {
            held.clear();
            gate = new Gate();
            holdFrom = number;
        }

        Set<String> awaitHeld() throws InterruptedException {
            for (int i = 0; i < AT_ONCE; i++) {
                gate.awaitArrival(LIMIT);
            }
            return Set.copyOf(held);
        }

        void letGo() {
            holdFrom = Integer.MAX_VALUE;
            gate.open();
        }
    }

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(home, InstantSource.system().instant(), ArchiveBuilder.Feature.BY_HASH);
        packages = archive.addMany("stable/main", "pkg", PACKAGES, SIZE);
        archive.addMany("stable/extra", "other", 2, 1_000);
        archive.publish();
        tree = new HoldingTree(archive.root());
        origin.otherwise(tree);
        setup = Aptheke.in(home.resolve("aptheke"))
                .withApi()
                .set("signatures.policy", "\"require\"")
                .set("signatures.keyrings", "[\"" + archive.keyring() + "\"]")
                .set(
                        "mirror",
                        "[{name = \"site\", url = \"%s\", suites = [\"stable\"], components = [\"main\"], architectures = [\"%s\"]}]"
                                .formatted(origin.url("/debian"), archive.architecture()));
    }

    @AfterEach
    void stop() throws IOException {
        tree.letGo();
        archive.close();
        origin.close();
    }

    private String api(String method, String path, String content) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + setup.apiPort() + "/api/v1/" + path))
                .header("Accept", "text/plain")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(content))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** The text of the run when it has ended. */
    private String end(int number) throws Exception {
        Poll.until(() -> "run " + number + " ends", () -> {
            var text = api("GET", "jobs/" + number, "");
            return Stream.of("state: done", "state: failed", "state: cancelled").anyMatch(text::contains);
        });
        return api("GET", "jobs/" + number, "");
    }

    private String mirror(int number) throws Exception {
        api("POST", "jobs", "{\"kind\": \"mirror\"}");
        return end(number);
    }

    /** What a run had planned, in bytes. */
    private long plannedBytes(int number) throws IOException, InterruptedException {
        var json = setup.run("job", "report", "--json", String.valueOf(number));
        var matcher = PLANNED.matcher(json);
        long bytes = 0;
        while (matcher.find()) {
            bytes += Long.parseLong(matcher.group(1));
        }
        return bytes;
    }

    private AptClient client(String name, Aptheke aptheke) throws IOException {
        return AptRuns.client(home.resolve(name), aptheke, archive, origin);
    }

    /** Each package by itself, as if it were the only one. */
    private void installEach(Aptheke aptheke) throws IOException, InterruptedException {
        var client = client("offline", aptheke);
        assertClean(client.update());
        for (var each : packages) {
            assertClean(client.downloadOnly(List.of(each.name())));
        }
        assertThat(client.downloaded().values())
                .containsExactlyInAnyOrderElementsOf(
                        packages.stream().map(PoolPackage::sha256).toList());
    }

    private Map<String, Integer> poolRequests() {
        var byPath = new HashMap<String, Integer>();
        origin.requests().stream()
                .map(ReceivedRequest::path)
                .filter(path -> path.contains("/pool/"))
                .forEach(path -> byPath.merge(path, 1, Integer::sum));
        return byPath;
    }

    @Test
    void killedTwice_goesOnByItself_andAptInstallsEachPackageOffline() throws Exception {
        var broken = new ArrayList<String>();
        tree.holdFrom(8);
        try (var aptheke = setup.start()) {
            api("POST", "jobs", "{\"kind\": \"mirror\"}");
            broken.addAll(killed(aptheke));
        }
        tree.holdFrom(16);
        try (var aptheke = setup.start()) {
            broken.addAll(killed(aptheke));
        }
        try (var aptheke = setup.start()) {
            assertThat(end(1)).contains("state: done").doesNotContain("failed");

            var expected = new HashMap<String, Integer>();
            packages.forEach(each -> expected.put("/debian/" + each.file(), 1));
            broken.forEach(path -> expected.merge(path, 1, Integer::sum));
            assertThat(broken).hasSize(2 * AT_ONCE);
            assertThat(poolRequests()).as("nothing finished is fetched twice").isEqualTo(expected);
            assertThat(origin.requests().stream()
                            .filter(request -> request.path().contains("/pool/")))
                    .as("a file that broke off is gone on with")
                    .anyMatch(request -> request.field("Range").isPresent());

            origin.close();
            setup.run("offline", "on");
            installEach(aptheke);
            assertThat(client("extra", aptheke)
                            .source("deb [signed-by=%s] %s stable extra"
                                    .formatted(archive.keyring(), origin.url("/debian")))
                            .update()
                            .isClean())
                    .as("what is not mirrored is not there")
                    .isFalse();
        }
        StoreAudit.of(setup.data()).blobsAreWhatTheirNamesSay();
    }

    /** Killed with files under way; which these were. */
    private Set<String> killed(Aptheke aptheke) throws Exception {
        var held = tree.awaitHeld();
        Poll.until("the halves of " + held + " are there", () -> {
            try (Stream<Path> partial = Files.list(setup.data().resolve("partial"))) {
                return partial.filter(file -> file.toFile().length() >= SIZE / 2)
                                .count()
                        >= AT_ONCE;
            }
        });
        aptheke.kill9();
        tree.letGo();
        return held;
    }

    @Test
    void plan_saysWhatIsFetchedThen_andASecondRunOnlyAsksWhetherThereIsNews() throws Exception {
        try (var aptheke = setup.start()) {
            assertThat(setup.run("job", "plan", "mirror"))
                    .contains("planned")
                    .containsPattern(PACKAGES + " .* site stable: packages");
            long planned = plannedBytes(1);
            assertThat(poolRequests()).isEmpty();
            tree.sentBytes.set(0);

            assertThat(setup.run("job", "start", "mirror")).contains("mirror: done");

            assertThat(tree.sentBytes.get()).isEqualTo(planned);
            origin.forget();
            assertThat(mirror(3)).contains("state: done").contains("Nothing to do");
            assertThat(origin.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.path()).endsWith("/dists/stable/InRelease"));

            origin.close();
            var failed = setup.outcome(List.of(
                    "job", "start", "mirror", "--config", setup.configuration().toString()));
            assertThat(failed.exitCode()).isNotZero();
            assertThat(failed.output()).contains("site stable").contains("origin is away");
            installEach(aptheke);
        }
    }

    @Test
    void wrongFileAtTheOrigin_isNamedAndNotKept() throws Exception {
        var wrong = Samples.bytes(
                4711, (int) Files.size(archive.root().resolve(packages.get(7).file())));
        Files.write(archive.root().resolve(packages.get(7).file()), wrong);
        try (var aptheke = setup.start()) {
            var run = mirror(1);

            assertThat(run)
                    .contains("state: done")
                    .containsPattern("failed +1 .* site stable: packages")
                    .contains(packages.get(7).file());
            var blobs = new HashSet<>(StoreAudit.of(aptheke.data()).blobs());
            assertThat(blobs.toString()).doesNotContain(Samples.sha256(wrong).substring(2));
            StoreAudit.of(aptheke.data()).blobsAreWhatTheirNamesSay();
        }
    }

    @Test
    void cancelled_endsWithTheFilesThatWereUnderWay_andGoesOnWithThemLater() throws Exception {
        tree.holdFrom(5);
        try (var _ = setup.start()) {
            api("POST", "jobs", "{\"kind\": \"mirror\"}");
            var held = tree.awaitHeld();

            setup.run("job", "cancel", "1");
            assertThat(end(1)).contains("state: cancelled");
            tree.letGo();
            assertThat(mirror(2)).contains("state: done");

            assertThat(poolRequests().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isLessThanOrEqualTo(PACKAGES + held.size());
        }
    }
}
