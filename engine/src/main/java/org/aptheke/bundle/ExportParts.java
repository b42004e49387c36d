package org.aptheke.bundle;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.store.BlobSink;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;
import org.aptheke.store.ContentCensus;
import org.aptheke.suite.SuiteNames;

/**
 * What bundles are made of; the wiring fills it in.
 *
 * @param suites the suites that have generations in use
 * @param data the data directory: the key, the marks, and the folder for bundles are below it
 * @param streams where bundles go that somebody is waiting for
 */
public record ExportParts(
        Catalog catalog,
        ContentCensus contents,
        BlobSource blobs,
        BlobSink sink,
        Supplier<List<SuiteNames>> suites,
        Path data,
        Handover<OutputStream> streams,
        InstantSource clock) {
    /** The key is made when it is first asked for. */
    public Path keyFile() {
        return data.resolve("export.key");
    }

    public ExportMarks marks() {
        return new ExportMarks(data.resolve("exports"));
    }

    /** Where bundles go that are named without a directory. */
    Path folder() {
        return data.resolve("_export");
    }
}
