package org.aptheke.intake;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.bundle.ExporterKey;
import org.aptheke.bundle.Handover;
import org.aptheke.store.BlobSink;

/**
 * What the import of bundles needs beside what every import does; the wiring fills it in.
 *
 * @param staging a directory where contents are until all of the bundle was read; nothing else is in it
 * @param folder where bundles are that are named without a directory
 * @param streams where bundles come from that somebody sends
 * @param trusted whose bundles are taken
 */
public record BundleParts(
        BlobSink sink, Path staging, Path folder, Handover<InputStream> streams, Supplier<Set<ExporterKey>> trusted) {}
