package org.aptheke.repo.apt;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.aptheke.repo.codec.Compression;

/** The indexes whose entries are files of the pool. */
public enum IndexKind {
    PACKAGES {
        @Override
        public IndexSummary read(InputStream in, IndexConsumer consumer) throws IOException {
            return PackageIndexReader.read(in, consumer);
        }
    },
    SOURCES {
        @Override
        public IndexSummary read(InputStream in, IndexConsumer consumer) throws IOException {
            return SourceIndexReader.read(in, consumer);
        }
    };

    /** The kind of the index at this path, whose name may say that it is compressed; empty for other files. */
    public static Optional<IndexKind> ofPath(String path) {
        return switch (Compression.plainName(path.substring(path.lastIndexOf('/') + 1))) {
            case "Packages" -> Optional.of(PACKAGES);
            case "Sources" -> Optional.of(SOURCES);
            default -> Optional.empty();
        };
    }

    /**
     * Gives each file that is promised by a digest to the consumer.
     *
     * @param in the index, decompressed
     * @throws MalformedMetadataException when anything is wrong; what the consumer got before must not count either
     */
    public abstract IndexSummary read(InputStream in, IndexConsumer consumer) throws IOException;
}
