package org.aptheke.intake;

import java.time.InstantSource;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;
import org.aptheke.store.FileTaking;
import org.aptheke.store.PinBook;
import org.aptheke.suite.Suites;

/** What files are taken into. */
public record IntakeParts(
        FileTaking store, BlobSource blobs, Catalog catalog, Suites suites, PinBook pins, InstantSource clock) {}
