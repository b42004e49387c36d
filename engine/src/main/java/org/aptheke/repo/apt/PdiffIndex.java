package org.aptheke.repo.apt;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aptheke.repo.Expectation;

/**
 * The {@code Index} of a {@code Packages.diff} directory or the like: what leads from older states of an index to the
 * current one. Promises nothing of itself. Immutable.
 *
 * @param current the current index, not compressed
 * @param history the states that patches start from, not compressed, by the name of the patch
 * @param patches the patches, not compressed, by name
 * @param downloads the patches as they are fetched from this directory, by the name of the file
 * @param merged whether each patch leads to the current state at once, and not to the next one
 */
public record PdiffIndex(
        Optional<Expectation> current,
        Map<String, Expectation> history,
        Map<String, Expectation> patches,
        Map<String, Expectation> downloads,
        boolean merged) {
    /** The largest that is read at all; Debian's have some ten KiB. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_PATCHES = 10_000;
    private static final String OWN_NAME = "Index";
    private static final List<DigestField> CURRENT = DigestField.withSuffix("-Current");
    private static final List<DigestField> HISTORY = DigestField.withSuffix("-History");
    private static final List<DigestField> PATCHES = DigestField.withSuffix("-Patches");
    private static final List<DigestField> DOWNLOAD = DigestField.withSuffix("-Download");
    private static final FieldName PRECEDENCE = FieldName.of("X-Patch-Precedence");

    public PdiffIndex {
        history = Map.copyOf(history);
        patches = Map.copyOf(patches);
        downloads = Map.copyOf(downloads);
    }

    /** Reads the remaining bytes. */
    public static PdiffIndex parse(ByteBuffer file) throws MalformedMetadataException {
        if (file.remaining() > MAX_BYTES) {
            throw new MalformedMetadataException(
                    "a pdiff index of %d bytes, more than the limit of %d".formatted(file.remaining(), MAX_BYTES));
        }
        var stanza = StanzaReader.first(file);
        return new PdiffIndex(
                current(stanza),
                list(stanza, HISTORY),
                list(stanza, PATCHES),
                list(stanza, DOWNLOAD),
                stanza.text(PRECEDENCE).filter("merged"::equals).isPresent());
    }

    /** What is promised of a file of this directory. */
    public Optional<Expectation> promise(String fileName) {
        return Optional.ofNullable(downloads.get(fileName)).or(() -> Optional.ofNullable(patches.get(fileName)));
    }

    private static Optional<Expectation> current(Stanza stanza) throws MalformedMetadataException {
        var promised = new Promised();
        for (var field : CURRENT) {
            var words = stanza.words(field.name());
            if (words.size() == 2) {
                promised.addDigest(field.algorithm(), Slice.of(words.getFirst()));
                promised.addSize(Slice.of(words.getLast()).number());
            } else if (!words.isEmpty()) {
                throw new MalformedMetadataException("not a digest and a size: " + words);
            }
        }
        return promised.isPromise() ? Optional.of(promised.expectation()) : Optional.empty();
    }

    private static Map<String, Expectation> list(Stanza stanza, List<DigestField> lists)
            throws MalformedMetadataException {
        var promises = new NamedPromises(MAX_PATCHES);
        promises.add(stanza, lists);
        promises.byName().remove(OWN_NAME);
        for (String name : promises.byName().keySet()) {
            if (name.indexOf('/') >= 0) {
                throw new MalformedMetadataException(
                        "the name " + Slice.of(name).shown() + " is not of this directory");
            }
        }
        return promises.byName().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().expectation()));
    }
}
