package org.aptheke.mirror;

import java.time.InstantSource;
import org.aptheke.fetch.Fetches;
import org.aptheke.store.Catalog;
import org.aptheke.store.PinBook;
import org.aptheke.suite.Suites;

/**
 * What mirrors work on; the wiring fills it in.
 *
 * @param atOnce how many files are fetched at once
 */
public record MirrorParts(
        Suites suites, Fetches fetches, Catalog catalog, PinBook pins, int atOnce, InstantSource clock) {}
