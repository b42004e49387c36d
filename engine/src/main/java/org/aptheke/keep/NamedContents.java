package org.aptheke.keep;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.aptheke.store.Blob;
import org.aptheke.store.Catalog;
import org.aptheke.suite.SuiteNames;

/** Hands over the digests of what a suite names, however it names it. */
record NamedContents(Catalog catalog, Consumer<Digest> taker) implements SuiteNames.Taker {
    @Override
    public void releaseFile(Blob blob) {
        taker.accept(blob.digest());
    }

    @Override
    public void member(String path, Expectation promise) throws IOException {
        digest(catalog, promise).ifPresent(taker);
    }

    @Override
    public void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException {
        digest(catalog, promise).ifPresent(taker);
    }

    /** The name that a promised content has in the store, as far as it is known. */
    static Optional<Digest> digest(Catalog catalog, Expectation promise) throws IOException {
        var sha256 = promise.sha256();
        return sha256.isPresent() ? sha256 : catalog.findByChecksum(promise.strongest());
    }
}
