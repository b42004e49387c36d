package org.aptheke.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.repo.apt.MalformedMetadataException;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobSource;

/** Reads release files from the store. Safe for use by many threads. */
final class DocumentReader {
    private final BlobSource blobs;
    private final Trust trust;

    DocumentReader(BlobSource blobs, Trust trust) {
        this.blobs = blobs;
        this.trust = trust;
    }

    /**
     * The document that these files are.
     *
     * @throws MalformedReleaseException when one cannot be read as what it should be, or two do not say the same
     * @throws IOException when the store cannot be read
     */
    Document read(SuiteId suite, Map<ReleaseName, StoredResponse> files, Instant now) throws IOException {
        var blobs = Document.blobs(files);
        var inRelease = bytes(blobs, ReleaseName.IN_RELEASE);
        var release = bytes(blobs, ReleaseName.RELEASE);
        var judgement = inRelease.isPresent()
                ? trust.ofInRelease(suite, inRelease.get(), now)
                : trust.ofRelease(suite, release.orElseThrow(), bytes(blobs, ReleaseName.RELEASE_GPG), now);
        if (!judgement.payload().hasRemaining()) {
            throw new MalformedReleaseException(judgement.words(), null);
        }
        var parsed = parse(judgement.payload());
        if (inRelease.isPresent() && release.isPresent()) {
            requireSame(parsed, parse(ByteBuffer.wrap(release.get())));
        }
        return new Document(files, parsed, judgement);
    }

    /** What a generation says whose files were judged when it was adopted. */
    ReleaseFile reread(SuiteId suite, Map<ReleaseName, Blob> files, Instant now) throws IOException {
        var inRelease = bytes(files, ReleaseName.IN_RELEASE);
        return parse(
                inRelease.isPresent()
                        ? trust.ofInRelease(suite, inRelease.get(), now).payload()
                        : ByteBuffer.wrap(bytes(files, ReleaseName.RELEASE)
                                .orElseThrow(() -> new IOException(suite + ": a generation without Release"))));
    }

    private static ReleaseFile parse(ByteBuffer payload) throws MalformedReleaseException {
        try {
            return ReleaseFile.parse(payload.duplicate());
        } catch (MalformedMetadataException e) {
            throw new MalformedReleaseException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireSame(ReleaseFile one, ReleaseFile other) throws MalformedReleaseException {
        boolean same = one.facts().equals(other.facts())
                && one.members().toList().equals(other.members().toList());
        if (!same) {
            throw new MalformedReleaseException("InRelease and Release are of two generations", null);
        }
    }

    private Optional<byte[]> bytes(Map<ReleaseName, Blob> files, ReleaseName name) throws IOException {
        var blob = files.get(name);
        return blob == null
                ? Optional.empty()
                : Optional.of(BlobBytes.read(blobs, blob, ReleaseFile.MAX_BYTES).array());
    }
}
