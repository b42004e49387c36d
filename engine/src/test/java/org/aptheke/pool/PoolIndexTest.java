package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.checksum;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.promise;
import static org.aptheke.pool.PoolSamples.read;
import static org.aptheke.pool.PoolSamples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolIndexTest {
    private static final String HELLO = "pool/main/h/hello/hello_2.10-3_amd64.deb";

    @TempDir
    Path data;

    private PoolIndexes indexes;

    @BeforeEach
    void open() throws IOException {
        indexes = PoolSamples.indexes(data);
    }

    @AfterEach
    void close() {
        indexes.close();
    }

    private PoolIndex build(Map<String, Expectation> promises) throws IOException, InterruptedException {
        return indexes.build(CONTENT, source(promises));
    }

    private PoolIndex build(PromiseSource promises) throws IOException, InterruptedException {
        return indexes.build(CONTENT, promises);
    }

    @Test
    void find_pathOfTheIndex_isItsPromise() throws Exception {
        var index = build(Map.of(HELLO, promise(20480), "pool/other.deb", promise(2)));

        assertThat(index.find(HELLO)).contains(promise(20480));
        assertThat(index.paths()).isEqualTo(2);
        assertThat(index.content()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/" + HELLO,
                HELLO + "/",
                "pool/main/h/hello/hello_2.10-3_amd64.de",
                "pool/main/h/hello/hello_2.10-3_amd64.debb",
                "pool/main/h/hello/Hello_2.10-3_amd64.deb",
                "pool/main/h/hello/hello_2.10-3_amd64.deb\0",
                "pool//main/h/hello/hello_2.10-3_amd64.deb"
            })
    void find_anotherPath_isEmpty(String path) throws Exception {
        var index = build(Map.of(HELLO, promise(1)));

        assertThat(index.find(path)).isEmpty();
    }

    @Test
    void find_emptyIndex_isEmpty() throws Exception {
        var index = build(Map.of());

        assertThat(index.find(HELLO)).isEmpty();
        assertThat(index.paths()).isZero();
        assertThat(read(index)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pool/g/g++_1:2~rc+b1-1_amd64.deb",
                "pool/ü/schöner_Name.deb",
                "pool/名前/パッケージ.deb",
                "pool/😀.deb",
                "pool/a b.deb",
                "pool/100%25.deb",
                "./hello.deb",
                "x"
            })
    void find_unusualName_isItsPromise(String path) throws Exception {
        var index = build(Map.of(path, promise(7)));

        assertThat(index.find(path)).contains(promise(7));
        assertThat(read(index)).containsExactly(Map.entry(path, promise(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool/\ud83d", "pool/é"})
    void find_textThatOnlyLooksLikeThePath_isEmpty(String path) throws Exception {
        var index = build(Map.of("pool/?", promise(1), "pool/e\u0301", promise(2), "pool/\ufffd", promise(3)));

        assertThat(index.find(path)).isEmpty();
    }

    @Test
    void find_weakDigestsBesideAStrongOne_keepsTheStrongOne() throws Exception {
        var all = promise(OptionalLong.of(5), 1, DigestAlgorithm.MD5, DigestAlgorithm.SHA1, DigestAlgorithm.SHA256);

        var index = build(Map.of(HELLO, all));

        assertThat(index.find(HELLO)).contains(Expectation.of(checksum(DigestAlgorithm.SHA256, 1), OptionalLong.of(5)));
    }

    @Test
    void find_bothStrongDigests_keepsBoth() throws Exception {
        var all = promise(OptionalLong.of(5), 1, DigestAlgorithm.values());
        var strong = promise(OptionalLong.of(5), 1, DigestAlgorithm.SHA512, DigestAlgorithm.SHA256);

        var index = build(Map.of(HELLO, all));

        assertThat(index.find(HELLO)).contains(strong);
    }

    @Test
    void find_onlySha512_keepsIt() throws Exception {
        var old = promise(OptionalLong.of(5), 1, DigestAlgorithm.SHA512);

        assertThat(build(Map.of(HELLO, old)).find(HELLO)).contains(old);
    }

    @Test
    void find_onlyWeakDigests_keepsTheStrongest() throws Exception {
        var old = promise(OptionalLong.of(5), 1, DigestAlgorithm.MD5, DigestAlgorithm.SHA1);

        var index = build(Map.of(HELLO, old, "md5", promise(OptionalLong.empty(), 2, DigestAlgorithm.MD5)));

        assertThat(index.find(HELLO)).contains(promise(OptionalLong.of(5), 1, DigestAlgorithm.SHA1));
        assertThat(index.find("md5")).contains(promise(OptionalLong.empty(), 2, DigestAlgorithm.MD5));
    }

    @Test
    void build_samePromiseTwice_countsOnce() throws Exception {
        var index = build(sink -> {
            sink.add(HELLO, promise(1));
            sink.add("other", promise(2));
            sink.add(HELLO, promise(1));
        });

        assertThat(index.paths()).isEqualTo(2);
        assertThat(read(index)).containsExactly(Map.entry(HELLO, promise(1)), Map.entry("other", promise(2)));
    }

    @Test
    void build_differentDigests_isRefused() {
        assertThatThrownBy(() -> build(sink -> {
                    sink.add(HELLO, promise(1));
                    sink.add(HELLO, Expectation.of(digest(2), 1));
                }))
                .isInstanceOfSatisfying(ContradictoryPromisesException.class, refused -> {
                    assertThat(refused.path()).isEqualTo(HELLO);
                    assertThat(refused.first()).isEqualTo(promise(1));
                    assertThat(refused.second()).isEqualTo(Expectation.of(digest(2), 1));
                })
                .hasMessageContaining(HELLO);
        assertThat(data.resolve("pool-index")).isEmptyDirectory();
    }

    @Test
    void build_differentSizes_isRefused() {
        assertThatThrownBy(() -> build(sink -> {
                    sink.add(HELLO, promise(1));
                    sink.add(HELLO, Expectation.of(digest(1), 2));
                }))
                .isInstanceOf(ContradictoryPromisesException.class);
    }

    @Test
    void build_promisesThatCompleteEachOther_keepsAllThatIsSaid() throws Exception {
        var md5 = promise(OptionalLong.of(9), 1, DigestAlgorithm.MD5);
        var sha256 = promise(OptionalLong.empty(), 1, DigestAlgorithm.SHA256);
        var sha512 = promise(OptionalLong.of(9), 1, DigestAlgorithm.SHA512);

        var index = build(sink -> {
            sink.add(HELLO, md5);
            sink.add("other", promise(2));
            sink.add(HELLO, sha256);
            sink.add(HELLO, sha512);
            sink.add(HELLO, md5);
        });

        var all = promise(OptionalLong.of(9), 1, DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);
        assertThat(index.find(HELLO)).contains(all);
        assertThat(index.paths()).isEqualTo(2);
        assertThat(read(index)).containsExactly(Map.entry("other", promise(2)), Map.entry(HELLO, all));
    }

    @Test
    void build_duplicatesThatWereWrittenLongAgo_areCompared() throws Exception {
        var promises = new LinkedHashMap<String, Expectation>();
        for (int i = 0; i < 20_000; i++) {
            promises.put("pool/main/p/package-" + i + ".deb", promise(i));
        }

        var index = build(sink -> {
            source(promises).writeTo(sink);
            source(promises).writeTo(sink);
        });

        assertThat(read(index)).isEqualTo(promises);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud83d"})
    void build_noPath_isRefused(String path) {
        assertThatThrownBy(() -> build(Map.of(path, promise(1)))).isInstanceOf(PoolIndexRefusedException.class);
    }

    @Test
    void build_longestPath_isFound() throws Exception {
        var path = "ä".repeat(PathBytes.MOST / 2);
        var promise = promise(OptionalLong.of(1), 1, DigestAlgorithm.SHA512, DigestAlgorithm.SHA256);

        assertThat(build(Map.of(path, promise)).find(path)).contains(promise);
    }

    @Test
    void build_longerPath_isRefused() {
        assertThatThrownBy(() -> build(Map.of("x".repeat(PathBytes.MOST + 1), promise(1))))
                .isInstanceOf(PoolIndexRefusedException.class)
                .hasMessageContaining("8193 characters: xxxx")
                .hasMessageEndingWith("…");
    }

    @Test
    void findMatch_hit_hasTheWordsOfTheDigest() throws Exception {
        var index = build(Map.of(HELLO, promise(20480)));
        var match = new PoolMatch();

        assertThat(index.find(HELLO, match)).isTrue();

        assertThat(match.found()).isTrue();
        assertThat(match.hasSize()).isTrue();
        assertThat(match.size()).isEqualTo(20480);
        assertThat(new Digest(match.sha256(0), match.sha256(1), match.sha256(2), match.sha256(3)))
                .isEqualTo(digest(20480));
        assertThat(match.promise()).isEqualTo(promise(20480));
        assertThat(match.isOf(digest(20480), 20480)).isTrue();
        assertThat(match.isOf(digest(20480), 20481)).isFalse();
        assertThat(match.isOf(digest(20481), 20480)).isFalse();
    }

    @Test
    void findMatch_missAfterAHit_hasNothing() throws Exception {
        var index = build(Map.of(HELLO, promise(1)));
        var match = new PoolMatch();
        index.find(HELLO, match);

        assertThat(index.find("pool/other", match)).isFalse();

        assertThat(match.found()).isFalse();
        assertThatThrownBy(match::size).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(match::promise).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findMatch_noSizePromised_fitsAnySize() throws Exception {
        var index = build(Map.of(HELLO, Expectation.of(Checksum.of(digest(1)), OptionalLong.empty())));
        var match = new PoolMatch();

        index.find(HELLO, match);

        assertThat(match.hasSize()).isFalse();
        assertThat(match.isOf(digest(1), 77)).isTrue();
    }

    @Test
    void findMatch_noSha256Promised_isOfNoDigest() throws Exception {
        var index = build(Map.of(HELLO, promise(OptionalLong.of(1), 1, DigestAlgorithm.SHA512)));
        var match = new PoolMatch();

        index.find(HELLO, match);

        assertThat(match.hasSha256()).isFalse();
        assertThat(match.isOf(digest(1), 1)).isFalse();
        assertThatThrownBy(() -> match.sha256(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findMatch_indexIsDropped_keepsWhatWasFound() throws Exception {
        var index = build(Map.of(HELLO, promise(1)));
        var match = new PoolMatch();
        index.find(HELLO, match);

        indexes.close();

        assertThat(match.promise()).isEqualTo(promise(1));
        assertThat(index.find(HELLO)).isEmpty();
    }

    @Test
    void lookup_severalIndexes_firstHitWins() throws Exception {
        var first = indexes.build(digest(1), source(Map.of("a", promise(1), "b", promise(2))));
        var second = indexes.build(digest(2), source(Map.of("b", promise(3), "c", promise(4))));

        var lookup = new PoolLookup(java.util.List.of(first, second));

        assertThat(lookup.find("a")).contains(promise(1));
        assertThat(lookup.find("b")).contains(promise(2));
        assertThat(lookup.find("c")).contains(promise(4));
        assertThat(lookup.find("d")).isEmpty();
        assertThat(lookup.find("")).isEmpty();
        assertThat(lookup.indexes()).containsExactly(first, second);
    }

    @Test
    void lookup_noIndexes_findsNothing() throws Exception {
        assertThat(new PoolLookup(java.util.List.of()).find("a")).isEqualTo(Optional.empty());
    }
}
