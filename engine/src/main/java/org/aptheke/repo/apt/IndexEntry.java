package org.aptheke.repo.apt;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/**
 * One file of the pool and what the index promises of it: one digest at least. A view that is the same object for all
 * entries of an index, and valid only while the consumer looks at it; what the methods return is the consumer's own,
 * except {@link #pathBytes}. For one thread.
 */
public final class IndexEntry {
    private static final FieldName PACKAGE = FieldName.of("Package");
    private static final FieldName VERSION = FieldName.of("Version");
    private static final FieldName ARCHITECTURE = FieldName.of("Architecture");
    private static final FieldName SECTION = FieldName.of("Section");
    private static final FieldName SOURCE = FieldName.of("Source");

    private final Stanza stanza;
    private Slice path = new Slice();
    private Promised promised = new Promised();

    IndexEntry(Stanza stanza) {
        this.stanza = stanza;
    }

    void set(Slice newPath, Promised newPromised) {
        path = newPath;
        promised = newPromised;
    }

    /** The path relative to the archive root, in normal form, as the bytes that the index has; not to be changed. */
    public ByteBuffer pathBytes() {
        return path.buffer();
    }

    public String path() {
        return path.text();
    }

    /** Empty when the index does not say it. */
    public OptionalLong size() {
        return promised.size();
    }

    public boolean promises(DigestAlgorithm algorithm) {
        return promised.has(algorithm);
    }

    public DigestAlgorithm strongest() {
        return promised.strongest();
    }

    /** Writes the digest, which must be promised, as bytes. */
    public void copyDigest(DigestAlgorithm algorithm, byte[] target, int at) {
        promised.copyDigest(algorithm, target, at);
    }

    /** The digest, which must be promised. */
    public Checksum checksum(DigestAlgorithm algorithm) {
        return promised.checksum(algorithm);
    }

    public Expectation expectation() {
        return promised.expectation();
    }

    /** Of the source package in an index of sources, as the next three. */
    public Optional<String> packageName() {
        return stanza.text(PACKAGE);
    }

    public Optional<String> version() {
        return stanza.text(VERSION);
    }

    public Optional<String> architecture() {
        return stanza.text(ARCHITECTURE);
    }

    public Optional<String> section() {
        return stanza.text(SECTION);
    }

    /** The name of the source package, without a version; empty when it is that of the package. */
    public Optional<String> sourceName() {
        return stanza.text(SOURCE).map(text -> {
            int version = text.indexOf(' ');
            return version < 0 ? text : text.substring(0, version);
        });
    }

    @Override
    public String toString() {
        return path() + ": " + expectation();
    }
}
