package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;

/** What every catalogue does. */
public abstract class CatalogContract extends CatalogByContentContract {
    @Test
    void find_nothingStored_isEmpty() throws IOException {
        assertThat(catalog.find(KEY)).isEmpty();
        assertThat(catalog.findParts(KEY)).isEmpty();
        assertThat(catalog.parts()).isEmpty();
        assertThat(catalog.keys("", 10)).isEmpty();
    }

    @Test
    void put_everyField_isFoundAsItWas() throws IOException {
        var response = new StoredResponse(
                KEY,
                Fields.of("Accept-Language", "de, en;q=0.5"),
                200,
                Fields.of("ETag", "\"a:b\"", "X-Empty", "", "Cache-Control", "max-age=60", "X-Obs", "caf\u00e9 \u00ff"),
                digest(1),
                1L << 40,
                NOON,
                NOON.plusSeconds(1),
                NOON.minusSeconds(1000),
                true);

        catalog.put(response);

        assertThat(catalog.find(KEY)).containsExactly(response);
        catalog.flush();
        assertThat(catalog.find(KEY)).containsExactly(response);
    }

    @Test
    void put_finerThanMilliseconds_isCut() throws IOException {
        catalog.put(response(KEY, 1, NOON.plusNanos(999_999)));

        assertThat(catalog.find(KEY)).containsExactly(response(KEY, 1, NOON));
    }

    @Test
    void put_sameKeyAndSelection_replaces() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.flush();
        catalog.put(response(KEY, 2, NOON));

        assertThat(catalog.find(KEY)).containsExactly(response(KEY, 2, NOON));
        catalog.flush();
        assertThat(catalog.find(KEY)).containsExactly(response(KEY, 2, NOON));
    }

    @Test
    void find_severalSelections_latestReceivedFirst() throws IOException {
        var german = varying("de", 1, NOON);
        var english = varying("en", 2, NOON.plusSeconds(2));
        var french = varying("fr", 3, NOON.plusSeconds(1));

        catalog.put(german);
        catalog.put(english);
        catalog.flush();
        catalog.put(french);

        assertThat(catalog.find(KEY)).containsExactly(english, french, german);
        catalog.remove(english);
        assertThat(catalog.find(KEY)).containsExactly(french, german);
    }

    @Test
    void put_fieldWithLineBreak_isABug() {
        var response = new StoredResponse(
                KEY, Fields.EMPTY, 200, Fields.of("X-Split", "a\r\nb"), digest(1), 1, NOON, NOON, NOON, false);

        assertThatThrownBy(() -> catalog.put(response)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remove_stored_isGoneAtOnce() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.remove(response(KEY, 1, NOON));
        assertThat(catalog.find(KEY)).isEmpty();

        catalog.put(response(KEY, 1, NOON));
        catalog.flush();
        catalog.remove(response(KEY, 1, NOON));

        assertThat(catalog.find(KEY)).isEmpty();
        catalog.flush();
        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void remove_replacedMeanwhile_leavesTheNewOne() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.flush();
        catalog.put(response(KEY, 2, NOON));
        catalog.remove(response(KEY, 1, NOON));
        assertThat(catalog.find(KEY)).containsExactly(response(KEY, 2, NOON));

        catalog.flush();
        catalog.remove(response(KEY, 1, NOON));

        assertThat(catalog.find(KEY)).containsExactly(response(KEY, 2, NOON));
    }

    @Test
    void remove_replacedAndRemoved_doesNotBringBackTheFirst() throws IOException {
        catalog.put(response(KEY, 1, NOON));
        catalog.flush();
        catalog.put(response(KEY, 2, NOON));
        catalog.remove(response(KEY, 2, NOON));

        assertThat(catalog.find(KEY)).isEmpty();
        catalog.flush();
        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void remove_validatedMeanwhile_isGone() throws IOException {
        catalog.put(response(KEY, 1, NOON.plusSeconds(60)));

        catalog.remove(response(KEY, 1, NOON));

        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void putPart_everyField_isFoundAsItWas() throws IOException {
        var known = part(KEY, "00-1", OptionalLong.of(1L << 40));
        var unknown = part(new CacheKey("deb.example.org/other"), "00-2", OptionalLong.empty());

        catalog.putPart(known);
        catalog.putPart(unknown);

        assertThat(catalog.findParts(KEY)).containsExactly(known);
        assertThat(catalog.parts()).containsExactlyInAnyOrder(known, unknown);
        assertThat(catalog.find(KEY)).isEmpty();
        assertThat(catalog.keys("", 10)).isEmpty();
        catalog.flush();
        assertThat(catalog.findParts(KEY)).containsExactly(known);
        assertThat(catalog.parts()).containsExactlyInAnyOrder(known, unknown);
    }

    @Test
    void removePart_otherFileMeanwhile_leavesTheNewOne() throws IOException {
        catalog.putPart(part(KEY, "00-1", OptionalLong.empty()));
        catalog.flush();
        catalog.putPart(part(KEY, "00-2", OptionalLong.empty()));
        catalog.removePart(part(KEY, "00-1", OptionalLong.empty()));

        assertThat(catalog.findParts(KEY)).containsExactly(part(KEY, "00-2", OptionalLong.empty()));
        assertThat(catalog.parts()).hasSize(1);

        catalog.removePart(part(KEY, "00-2", OptionalLong.empty()));
        assertThat(catalog.parts()).isEmpty();
    }

    @Test
    void keys_prefixAndLimit_areTheFirstInOrder() throws IOException {
        for (var text : List.of("b.example/2", "a.example/1", "b.example/3", "b.example/1", "c.example/1")) {
            catalog.put(response(new CacheKey(text), 1, NOON));
        }
        catalog.flush();
        catalog.put(response(new CacheKey("b.example/0"), 1, NOON));
        catalog.remove(response(new CacheKey("b.example/1"), 1, NOON));

        assertThat(catalog.keys("b.example/", 2))
                .containsExactly(new CacheKey("b.example/0"), new CacheKey("b.example/2"));
        assertThat(catalog.keys("", 100)).hasSize(5);
        assertThat(catalog.keys("z", 100)).isEmpty();
    }

    @Test
    void noteUses_unknownKey_makesNoResponse() throws IOException {
        catalog.noteUses(Map.of(KEY, new Catalog.Uses(3, NOON)));
        catalog.flush();

        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void usedSince_someUsedLately_areThoseBelowThePrefix() throws IOException {
        var old = response(new CacheKey("a.example/old"), 1, NOON);
        var lately = response(new CacheKey("a.example/used"), 2, NOON);
        var elsewhere = response(new CacheKey("b.example/used"), 3, NOON);
        for (var response : List.of(old, lately, elsewhere)) {
            catalog.put(response);
        }
        catalog.flush();
        catalog.noteUses(Map.of(
                lately.key(), new Catalog.Uses(1, NOON.plusSeconds(90)),
                elsewhere.key(), new Catalog.Uses(1, NOON.plusSeconds(90))));
        catalog.flush();

        assertThat(catalog.usedSince("a.example/", NOON.plusSeconds(60), 9)).containsExactly(lately.key());
        assertThat(catalog.usedSince("a.example/", NOON, 9)).containsExactly(old.key(), lately.key());
        assertThat(catalog.usedSince("a.example/", NOON, 1)).containsExactly(old.key());
    }

    @Test
    void put_afterClose_fails() throws IOException {
        catalog.close();
        catalog.close();

        assertThatThrownBy(() -> catalog.put(response(KEY, 1, NOON))).isInstanceOf(IOException.class);
    }

    @Test
    void putAndRemove_atRandom_agreeWithAMap() throws IOException {
        var random = new Random(20261122);
        var model = new HashMap<String, StoredResponse>();
        for (int step = 0; step < 3000; step++) {
            var key = new CacheKey("deb.example.org/" + random.nextInt(12));
            var language = List.of("de", "en", "").get(random.nextInt(3));
            var slot = key + language;
            var next = selecting(key, language, random.nextInt(3), NOON.plusMillis(step));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    catalog.put(next);
                    model.put(slot, next);
                }
                case 4, 5, 6 -> {
                    catalog.remove(next);
                    model.computeIfPresent(slot, (s, r) -> r.digest().equals(next.digest()) ? null : r);
                }
                case 7 -> catalog.flush();
                default -> {}
            }
            var expected = new ArrayList<>(model.values());
            expected.removeIf(response -> !response.key().equals(key));
            expected.sort((a, b) -> b.receivedAt().compareTo(a.receivedAt()));
            assertThat(catalog.find(key)).as("step " + step).isEqualTo(expected);
            int content = random.nextInt(3);
            assertThat(catalog.findByDigest(digest(content), Optional.empty()).map(StoredResponse::receivedAt))
                    .as("step " + step + ", content " + content)
                    .isEqualTo(model.values().stream()
                            .filter(response -> response.digest().equals(digest(content)))
                            .map(StoredResponse::receivedAt)
                            .max(Comparator.naturalOrder()));
        }
        catalog.flush();
        var all = new ArrayList<StoredResponse>();
        for (var key : catalog.keys("", 1000)) {
            all.addAll(catalog.find(key));
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Test
    void put_manyThreads_eachFindsItsOwnAtOnce() throws Exception {
        int threads = 8;
        var start = new CyclicBarrier(threads);
        var jobs = IntStream.range(0, threads)
                .<Callable<Integer>>mapToObj(thread -> () -> {
                    start.await(10, TimeUnit.SECONDS);
                    return putAndFind(thread);
                })
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : executor.invokeAll(jobs, 60, TimeUnit.SECONDS)) {
                assertThat(done.get()).isEqualTo(500);
            }
        }
        catalog.flush();
        assertThat(catalog.find(KEY)).hasSize(threads);
    }

    /** All threads share a key, each with a selection of its own. */
    private int putAndFind(int thread) throws IOException {
        var language = "x-" + thread;
        int found = 0;
        for (int i = 0; i < 500; i++) {
            var put = selecting(KEY, language, i, NOON.plusMillis(i));
            if (i % 5 == 4) {
                catalog.remove(selecting(KEY, language, i - 1, NOON));
                found += catalog.find(KEY).stream().anyMatch(r -> r.selecting().equals(put.selecting())) ? 0 : 1;
                catalog.put(put);
            } else {
                catalog.put(put);
                found += catalog.find(KEY).contains(put) ? 1 : 0;
            }
        }
        return found;
    }

    private static StoredPart part(CacheKey key, String partial, OptionalLong completeLength) {
        return new StoredPart(
                key,
                Fields.EMPTY,
                Fields.of("ETag", "\"1\""),
                partial,
                1L << 33,
                1L << 34,
                completeLength,
                NOON,
                NOON.plusSeconds(1));
    }
}
