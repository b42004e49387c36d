package org.aptheke.suite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.ByHashName;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.Member;
import org.aptheke.store.Blob;

/** Makes places of what generations promise: under which key it is stored and where it may be fetched from. */
final class Promises {
    private Promises() {}

    /** A member that is asked for by its plain name, or for the suite itself. */
    static Place.Promised member(SuiteId suite, TargetUri base, Generation generation, Member member) {
        var path = member.path();
        var expectation = member.expectation();
        var plain = Urls.below(base, path);
        var sources = generation.release().facts().acquireByHash()
                ? List.of(Urls.below(base, hashName(path, byHashSum(expectation))), plain)
                : List.of(plain);
        return new Place.Promised(
                suite.key(PercentEncoding.encoded(hashName(path, byHashSum(expectation)))),
                expectation,
                sources,
                false,
                Optional.of(new Place.Member(suite, generation.number(), path)),
                origin(generation));
    }

    /** The same member, asked for by a hash: what the client wrote is tried first. */
    static Place.Promised memberByHash(
            SuiteId suite, TargetUri base, Generation generation, Member member, TargetUri asked) {
        var path = member.path();
        var expectation = member.expectation();
        return new Place.Promised(
                suite.key(PercentEncoding.encoded(hashName(path, byHashSum(expectation)))),
                expectation,
                List.of(asked, Urls.below(base, path)),
                true,
                Optional.of(new Place.Member(suite, generation.number(), path)),
                origin(generation));
    }

    /** A file whose name is all that is known of it. */
    static Place.Promised byName(CacheKey key, Checksum checksum, TargetUri asked) {
        return new Place.Promised(
                key, Expectation.of(checksum, OptionalLong.empty()), List.of(asked), true, Optional.empty(), "by-hash");
    }

    static Place.Promised pooled(CacheKey key, Expectation expectation, TargetUri asked, String origin) {
        return new Place.Promised(key, expectation, List.of(asked), true, Optional.empty(), origin);
    }

    /** A release file of a generation; it is in the store already. */
    static Place.Promised release(SuiteId suite, TargetUri base, Generation generation, ReleaseName name, Blob blob) {
        return new Place.Promised(
                releaseKey(suite, blob),
                Expectation.of(blob.digest(), blob.size()),
                List.of(Urls.below(base, name.fileName())),
                false,
                Optional.empty(),
                origin(generation));
    }

    /** The canonical key of a release file. */
    static CacheKey releaseKey(SuiteId suite, Blob blob) {
        return suite.key(hashName("", Checksum.of(blob.digest())));
    }

    /** Servers of by-hash names have SHA-256 before all others. */
    private static Checksum byHashSum(Expectation expectation) {
        return expectation.checksum(DigestAlgorithm.SHA256).orElseGet(expectation::strongest);
    }

    /** {@code main/binary-amd64/by-hash/SHA256/…} for {@code main/binary-amd64/Packages.xz}. */
    private static String hashName(String path, Checksum checksum) {
        return new ByHashName(path.substring(0, path.lastIndexOf('/') + 1), checksum).path();
    }

    private static String origin(Generation generation) {
        return "release of "
                + generation.release().facts().date().map(Object::toString).orElse("no date");
    }
}
