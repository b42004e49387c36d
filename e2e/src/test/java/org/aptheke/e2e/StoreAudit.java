package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.testkit.Samples;

/** Looks at a data directory from outside, by the layout it promises: {@code blobs/ab/cdef…} and {@code partial/}. */
final class StoreAudit {
    private final Path data;

    private StoreAudit(Path data) {
        this.data = data;
    }

    static StoreAudit of(Path data) {
        return new StoreAudit(data);
    }

    /** Every blob is named by the digest of its bytes. */
    StoreAudit blobsAreWhatTheirNamesSay() throws IOException {
        for (var blob : blobs()) {
            var name = data.resolve("blobs").relativize(blob).toString().replace("/", "");
            assertThat(Samples.sha256(Files.readAllBytes(blob))).as("%s", blob).isEqualTo(name);
        }
        return this;
    }

    /** Every row of the catalogue that has a content has its file, of that length. */
    StoreAudit rowsHaveTheirBlobs() throws IOException, InterruptedException {
        try (var census = SqlContentCensus.in(data.resolve("catalog.db"))) {
            census.forEachContent((key, content, size, use) -> {
                if (size > 0) {
                    var hex = content.toHex();
                    var blob =
                            data.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
                    assertThat(blob).as("of %s", key).exists().hasSize(size);
                }
            });
        }
        return this;
    }

    StoreAudit nothingIsPartial() throws IOException {
        assertThat(partials()).isEmpty();
        return this;
    }

    List<Path> blobs() throws IOException {
        return filesBelow("blobs");
    }

    List<Path> partials() throws IOException {
        return filesBelow("partial");
    }

    private List<Path> filesBelow(String name) throws IOException {
        var directory = data.resolve(name);
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
