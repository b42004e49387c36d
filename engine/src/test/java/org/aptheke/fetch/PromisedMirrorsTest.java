package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.cache.CacheKey;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.remap.Remap;
import org.aptheke.remap.RemapClient;
import org.aptheke.remap.Remaps;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promised content is asked of one mirror of a remap after the other, until one has the right one. */
@Timeout(60)
class PromisedMirrorsTest extends PromisedFixture {
    private static final TargetUri SOURCE = new TargetUri(Scheme.HTTP, "rep", 80, "/pool/x.deb", "");

    private final Remaps remaps = Remaps.of(
            List.of(new Remap(
                    "rep",
                    List.of(),
                    List.of(mirror("a"), mirror("b"), mirror("c")),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofMinutes(1))),
            Remaps.none(),
            clock);
    private final Map<String, FakeOrigin.Script> mirrors = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    OriginClient client(FakeOrigin fake) {
        return new RemapClient(fake, remaps);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void join_someMirrorsHaveAWrongContent_theNextIsAskedUntilOneIsRight(int wrong) throws Exception {
        script(wrong, _ -> whole(SMALL_WRONG));

        assertThat(read(fetches.join(ofRemap(SMALL)))).isEqualTo(SMALL);

        assertThat(asked).isEqualTo(List.of("a", "b", "c").subList(0, wrong + 1));
        assertThat(failing()).isEqualTo(List.of("a", "b", "c").subList(0, wrong));
    }

    @Test
    void join_someMirrorsHaveAnotherLength_theNextIsAskedWithoutReadingOn() throws Exception {
        script(2, _ -> whole(LARGE_WRONG));

        assertThat(read(fetches.join(ofRemap(SMALL)))).isEqualTo(SMALL);

        assertThat(asked).containsExactly("a", "b", "c");
        assertThat(failing()).containsExactly("a", "b");
    }

    @Test
    void join_everyMirrorHasAnotherContent_failsAfterEachWasAskedAndBlamesNone() throws Exception {
        script(3, _ -> whole(SMALL_WRONG));

        mismatch(fetches.join(ofRemap(SMALL)));

        assertThat(asked).contains("a", "b", "c").hasSizeLessThanOrEqualTo(5);
        assertThat(failing()).isEmpty();
    }

    @Test
    void join_readersHaveSeenSomeOfTheWrongContent_theNextFetchAsksAnotherMirror() throws Exception {
        var gate = new Gate();
        script(
                1,
                _ -> Reply.of(200, VALIDATED)
                        .bytes(LARGE_WRONG, 0, 1 << 20)
                        .step(gate::pass)
                        .bytes(LARGE_WRONG, 1 << 20, LARGE_WRONG.length));
        mirrors.put("b", _ -> whole(LARGE));
        var large = ofRemap(LARGE);
        var reader = arriving(fetches.join(large)).reader();
        assertThat(reader.next()).isInstanceOf(Content.Piece.InFile.class);
        gate.open();
        assertThat(take(reader).cause()).isPresent();
        awaitIdle();

        assertThat(read(fetches.join(large))).isEqualTo(LARGE);

        assertThat(asked).containsExactly("a", "b");
        assertThat(failing()).containsExactly("a");
    }

    @Test
    void join_restOfAnotherMirrorDoesNotFit_noneIsBlamedForThatAndTheWholeComesFromTheThird() throws Exception {
        script(0, _ -> whole(SMALL));
        mirrors.put(
                "a",
                _ -> Reply.of(200, VALIDATED)
                        .bytes(SMALL, 0, 10_000)
                        .length(SMALL.length)
                        .breakOff());
        mirrors.put("b", request -> range(request).isPresent() ? rest(SMALL_WRONG, 10_000) : whole(SMALL_WRONG));

        assertThat(read(fetches.join(ofRemap(SMALL)))).isEqualTo(SMALL);

        assertThat(asked).containsExactly("a", "b", "c");
        assertThat(failing()).as("it broke off").containsExactly("a");
    }

    /** The first so many mirrors answer so, and the others have it. */
    private void script(int count, FakeOrigin.Script wrong) {
        int number = 0;
        for (String name : List.of("a", "b", "c")) {
            mirrors.put(name, number++ < count ? wrong : _ -> whole(SMALL));
        }
        origin.otherwise(request -> {
            String name = request.target().host().substring(0, 1);
            asked.add(name);
            var script = mirrors.get(name);
            if (script == null) {
                throw new OriginUnreachableException(name);
            }
            return script.answer(request);
        });
    }

    private List<String> failing() {
        return remaps.status().getOrDefault("rep", List.of()).stream()
                .filter(status -> status.failures() > 0)
                .map(MirrorStatus::base)
                .map(base -> base.host().substring(0, 1))
                .toList();
    }

    private static TargetUri mirror(String name) {
        return new TargetUri(Scheme.HTTP, name + ".example", 80, "/debian/", "");
    }

    private static FetchPlan ofRemap(byte[] content) {
        return new FetchPlan(
                CacheKey.of(SOURCE),
                new Request("GET", SOURCE, Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.RetrievePromised(new FetchPlan.Promise(expectation(content), List.of(SOURCE))),
                true,
                () -> true);
    }
}
