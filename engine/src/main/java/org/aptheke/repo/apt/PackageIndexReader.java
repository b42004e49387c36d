package org.aptheke.repo.apt;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads Packages files: one file of the pool for each stanza. */
public final class PackageIndexReader {
    private static final FieldName FILENAME = FieldName.of("Filename");
    private static final FieldName SIZE = FieldName.of("Size");
    private static final List<DigestField> DIGESTS = DigestField.withSuffix("");

    private final StanzaReader stanzas;
    private final Stanza stanza;
    private final IndexEntry entry;
    private final Promised promised = new Promised();
    private final RelativeName names = new RelativeName();
    private final CommonDirectory common = new CommonDirectory();
    private final Slice value = new Slice();
    private long count;
    private long entries;

    private PackageIndexReader(InputStream in) {
        stanzas = new StanzaReader(in, StanzaReader.MAX_STANZA);
        stanza = stanzas.stanza();
        entry = new IndexEntry(stanza);
    }

    /**
     * Gives each file that is promised by a digest to the consumer. A stanza that names no file, or promises no digest of
     * it, is passed over.
     *
     * @param in the index, decompressed
     * @throws MalformedMetadataException when anything is wrong; what the consumer got before must not count either
     */
    public static IndexSummary read(InputStream in, IndexConsumer consumer) throws IOException {
        return new PackageIndexReader(in).readAll(consumer);
    }

    private IndexSummary readAll(IndexConsumer consumer) throws IOException {
        while (stanzas.next()) {
            count++;
            if (readEntry()) {
                entries++;
                consumer.accept(entry);
            }
        }
        return new IndexSummary(count, entries, common.text());
    }

    private boolean readEntry() throws MalformedMetadataException {
        try {
            if (!stanza.read(FILENAME, value)) {
                return false;
            }
            var path = names.normalised(value);
            readPromise();
            entry.set(path, promised);
            common.add(path);
            return promised.isPromise();
        } catch (MalformedMetadataException e) {
            throw e.at("stanza of line " + stanzas.firstLine());
        }
    }

    private void readPromise() throws MalformedMetadataException {
        promised.clear();
        if (stanza.read(SIZE, value)) {
            promised.addSize(value.number());
        }
        for (var field : DIGESTS) {
            if (stanza.read(field.name(), value)) {
                promised.addDigest(field.algorithm(), value);
            }
        }
    }
}
