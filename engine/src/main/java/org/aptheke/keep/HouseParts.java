package org.aptheke.keep;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.store.BlobCensus;
import org.aptheke.store.BlobRemover;
import org.aptheke.store.Catalog;
import org.aptheke.store.ContentCensus;
import org.aptheke.store.PinBook;
import org.aptheke.suite.SuiteNames;

/**
 * What the jobs of this package work on; the wiring fills it in.
 *
 * @param suites the suites that have generations in use
 */
public record HouseParts(
        Catalog catalog,
        ContentCensus contents,
        BlobCensus blobs,
        BlobRemover remover,
        PinBook pins,
        Supplier<List<SuiteNames>> suites,
        InstantSource clock) {}
