package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What memory answers is what the store would have answered: two programs, one without a hot set, get the same requests. */
final class BothPathsTest {
    private static final int REQUESTS = 1_500;
    private static final Instant MODIFIED = Instant.parse("2024-05-06T07:08:09Z");
    private static final List<Integer> SIZES = List.of(0, 1, 1_000, 65_536, 65_537, 200_000);

    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomRequests_withAndWithoutAHotSet_getTheSameAnswers(long seed) throws Exception {
        var random = new Random(seed);
        try (var origin = ScriptedOrigin.start();
                var hot = Aptheke.in(home.resolve("hot")).start();
                var cold = Aptheke.in(home.resolve("cold"))
                        .set("hot.memory", "\"0\"")
                        .start();
                var hotClient = new Client(hot);
                var coldClient = new Client(cold)) {
            var targets = publish(origin);
            for (String target : targets) {
                hotClient.ask(Wire.request("GET", origin.url(target)));
                coldClient.ask(Wire.request("GET", origin.url(target)));
            }
            for (int i = 0; i < REQUESTS; i++) {
                String target = targets.get(random.nextInt(targets.size()));
                String request = request(random, origin, target);
                int before = origin.count(target);

                var fromMemory = hotClient.ask(request);
                int asked = origin.count(target) - before;
                var fromStore = coldClient.ask(request);

                assertThat(told(fromMemory))
                        .as("request %s of seed %s:%n%s", i, seed, request)
                        .isEqualTo(told(fromStore));
                assertThat(fromMemory.content()).as(request).isEqualTo(fromStore.content());
                assertThat(asked).as(request).isEqualTo(origin.count(target) - before - asked);
            }
            assertThat(origin.failures()).isEmpty();
        }
    }

    private static List<String> publish(ScriptedOrigin origin) {
        var targets = new ArrayList<String>();
        for (int size : SIZES) {
            var resource = Resource.of(Samples.bytes(size, size)).withLastModified(MODIFIED);
            targets.add(on(origin, "/pool/f" + size + ".deb", resource.withEtag("\"e1\"")));
            targets.add(on(
                    origin, "/weak/f" + size, resource.withEtag("W/\"e1\"").withFields("Cache-Control: max-age=600")));
            targets.add(on(origin, "/plain/f" + size, resource.withFields("Cache-Control: max-age=600")));
        }
        var varying = Resource.of("varies")
                .withLastModified(MODIFIED)
                .withFields("Vary: X-Kind", "Cache-Control: max-age=600");
        // It is fetched anew for another kind, with all that the client asks for: nonsense too.
        targets.add(on(origin, "/varying", varying.ignoring(Resource.Ignoring.values())));
        targets.add("/missing");
        return targets;
    }

    private static String on(ScriptedOrigin origin, String target, Resource resource) {
        origin.on(target, resource);
        return target;
    }

    private static String request(Random random, ScriptedOrigin origin, String target) {
        var lines = new ArrayList<String>();
        if (random.nextInt(4) == 0) {
            lines.add(pick(
                    random,
                    "If-None-Match: \"e1\"",
                    "If-None-Match: W/\"e1\"",
                    "If-None-Match: \"x\", \"e1\"",
                    "If-None-Match: \"x\"",
                    "If-None-Match: *",
                    "if-none-match: e1"));
        }
        if (random.nextInt(4) == 0) {
            lines.add("If-Modified-Since: "
                    + pick(random, date(0), date(-1), date(1), "Monday, 06-May-24 07:08:09 GMT", "yesterday", ""));
        }
        if (random.nextInt(3) == 0) {
            lines.add("Range: " + range(random));
            if (random.nextBoolean()) {
                lines.add("If-Range: " + pick(random, "\"e1\"", "W/\"e1\"", "\"x\"", date(0), date(-1), date(1)));
            }
        }
        if (random.nextInt(6) == 0) {
            lines.add(pick(
                    random,
                    "Cache-Control: max-age=0",
                    "Cache-Control: max-age=3600",
                    "Cache-Control: no-cache",
                    "Cache-Control: only-if-cached",
                    "Pragma: no-cache",
                    "Cookie: a=b",
                    "If-Match: \"x\"",
                    "If-Unmodified-Since: " + date(-1),
                    "X-Kind: other",
                    "Accept: text/*",
                    "Accept-Encoding: gzip"));
        }
        if (random.nextInt(20) == 0) {
            lines.add("Connection: close");
        }
        String method = random.nextInt(6) == 0 ? "HEAD" : "GET";
        String named = random.nextInt(4) == 0 ? "/" + origin.authority() + target : origin.url(target);
        return Wire.request(method, named, lines.toArray(String[]::new));
    }

    private static String range(Random random) {
        int first = random.nextInt(100_000);
        return pick(
                random,
                "bytes=" + first + "-",
                "bytes=0-" + first,
                "bytes=" + first + "-" + (first + random.nextInt(5_000)),
                "bytes=-" + first,
                "bytes=0-0",
                "bytes=-0",
                "bytes=0-1,4-5",
                "bytes=9-1",
                "bytes=x-",
                "lines=1-2",
                "bytes=99999999999999999999-",
                "Bytes=0-9");
    }

    private static String date(int seconds) {
        return Resource.httpDate(MODIFIED.plusSeconds(seconds));
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** All that was said; of times only that they were. */
    private static Map<String, String> told(WireResponse response) {
        var told = new TreeMap<String, String>();
        told.put("status", response.statusLine());
        for (String line : response.fields()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            boolean time = name.equals("date") || name.equals("age");
            String twice = told.put(
                    name, time ? "some" : line.substring(line.indexOf(':') + 1).strip());
            assertThat(twice).as("said twice: %s", line).isNull();
        }
        return told;
    }

    /** One connection, and the next when it was closed. For use by one thread. */
    private static final class Client implements AutoCloseable {
        private final Aptheke server;
        private Wire wire;

        Client(Aptheke server) throws IOException {
            this.server = server;
            this.wire = server.connect();
        }

        WireResponse ask(String request) throws IOException {
            wire.send(request);
            var answer = wire.read(request.substring(0, request.indexOf(' ')));
            if (answer.field("Connection").filter("close"::equals).isPresent()) {
                wire.close();
                wire = server.connect();
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
