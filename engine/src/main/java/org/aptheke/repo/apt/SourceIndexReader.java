package org.aptheke.repo.apt;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aptheke.digest.DigestAlgorithm;

/** Reads Sources files: several files of one directory of the pool for each stanza. */
public final class SourceIndexReader {
    /** More than any real source package has. */
    private static final int MAX_FILES = 1024;

    private static final FieldName DIRECTORY = FieldName.of("Directory");
    private static final List<DigestField> LISTS = List.of(
            DigestField.of("Files", DigestAlgorithm.MD5),
            DigestField.of("Checksums-Sha1", DigestAlgorithm.SHA1),
            DigestField.of("Checksums-Sha256", DigestAlgorithm.SHA256),
            DigestField.of("Checksums-Sha512", DigestAlgorithm.SHA512));

    /** One file of the current stanza. */
    private static final class SourceFile {
        final Slice name = new Slice();
        final Promised promised = new Promised();
    }

    private final StanzaReader stanzas;
    private final Stanza stanza;
    private final IndexEntry entry;
    private final PromiseLines lines = new PromiseLines();
    private final RelativeName names = new RelativeName();
    private final CommonDirectory common = new CommonDirectory();
    private final Slice value = new Slice();
    private final Slice path = new Slice();
    private final List<SourceFile> files = new ArrayList<>();
    private byte[] joined = new byte[256];
    private int fileCount;
    private long count;
    private long entries;

    private SourceIndexReader(InputStream in) {
        stanzas = new StanzaReader(in, StanzaReader.MAX_STANZA);
        stanza = stanzas.stanza();
        entry = new IndexEntry(stanza);
    }

    /**
     * Gives each file to the consumer; all that a stanza lists are promised by a digest.
     *
     * @param in the index, decompressed
     * @throws MalformedMetadataException when anything is wrong; what the consumer got before must not count either
     */
    public static IndexSummary read(InputStream in, IndexConsumer consumer) throws IOException {
        return new SourceIndexReader(in).readAll(consumer);
    }

    private IndexSummary readAll(IndexConsumer consumer) throws IOException {
        while (stanzas.next()) {
            count++;
            readFiles();
            for (int i = 0; i < fileCount; i++) {
                entry.set(join(files.get(i).name), files.get(i).promised);
                entries++;
                consumer.accept(entry);
            }
        }
        return new IndexSummary(count, entries, common.text());
    }

    private void readFiles() throws MalformedMetadataException {
        fileCount = 0;
        try {
            for (var list : LISTS) {
                if (stanza.read(list.name(), value)) {
                    readList(list.algorithm());
                }
            }
        } catch (MalformedMetadataException e) {
            throw located(e);
        }
    }

    private void readList(DigestAlgorithm algorithm) throws MalformedMetadataException {
        lines.open(value);
        for (int i = 0; lines.next(); i++) {
            var promised = file(i).promised;
            promised.addSize(lines.size());
            promised.addDigest(algorithm, lines.digest());
        }
    }

    /** The file of the current line; all lists have the files in the same order, as a rule. */
    private SourceFile file(int likely) throws MalformedMetadataException {
        if (likely < fileCount && files.get(likely).name.hasSameBytes(lines.name())) {
            return files.get(likely);
        }
        for (int i = 0; i < fileCount; i++) {
            if (files.get(i).name.hasSameBytes(lines.name())) {
                return files.get(i);
            }
        }
        if (lines.name().contains('/')) {
            throw new MalformedMetadataException("the name " + lines.name().shown() + " has a directory");
        }
        if (fileCount == MAX_FILES) {
            throw new MalformedMetadataException("a source package has more than %d files".formatted(MAX_FILES));
        }
        if (fileCount == files.size()) {
            files.add(new SourceFile());
        }
        var added = files.get(fileCount++);
        added.name.set(lines.name().bytes, lines.name().start, lines.name().end);
        added.promised.clear();
        return added;
    }

    private Slice join(Slice name) throws MalformedMetadataException {
        boolean inDirectory = stanza.read(DIRECTORY, value) && !value.isEmpty();
        int length = inDirectory ? value.length() + 1 : 0;
        if (joined.length < length + name.length()) {
            joined = Arrays.copyOf(joined, Math.max(2 * joined.length, length + name.length()));
        }
        if (inDirectory) {
            System.arraycopy(value.bytes, value.start, joined, 0, value.length());
            joined[value.length()] = '/';
        }
        System.arraycopy(name.bytes, name.start, joined, length, name.length());
        path.set(joined, 0, length + name.length());
        try {
            var normalised = names.normalised(path);
            common.add(normalised);
            return normalised;
        } catch (MalformedMetadataException e) {
            throw located(e);
        }
    }

    private MalformedMetadataException located(MalformedMetadataException e) {
        return e.at("stanza of line " + stanzas.firstLine());
    }
}
