package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.aptheke.config.Settings;
import org.aptheke.events.EventSink;
import org.aptheke.fetch.Fetches;
import org.aptheke.intake.IntakeJob;
import org.aptheke.intake.IntakeParts;
import org.aptheke.mirror.MirrorJob;
import org.aptheke.mirror.MirrorParts;
import org.aptheke.mirror.MirrorRules;
import org.aptheke.origin.OriginClient;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.proxy.EpochCatalog;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.store.Catalog;
import org.aptheke.store.PinBook;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.store.local.Recovery;
import org.aptheke.store.sql.SqlCatalog;
import org.aptheke.store.sql.SqlSuiteBook;
import org.aptheke.suite.Contents;
import org.aptheke.suite.SignatureTrust;
import org.aptheke.suite.Suites;

/** The store, what brings into it, and the suites in it: the same whether clients are served or not. */
record Works(
        LocalBlobStore blobs,
        Catalog catalog,
        Recovery.Report recovery,
        HotEpochs epochs,
        Contents contents,
        Fetches fetches,
        Suites suites,
        InstantSource clock,
        EventSink events) {
    private static final int MOST_MIRRORED_AT_ONCE = 4;

    /** Opens them in the directory of the settings; {@code opened} closes them. */
    static Works open(
            Settings settings,
            LiveRules rules,
            OriginClient origins,
            InstantSource clock,
            EventSink events,
            OpenParts opened)
            throws IOException {
        var data = settings.data();
        var blobs = opened.add(LocalBlobStore.open(data, settings.store().keepFreeBytes()));
        var epochs = new HotEpochs();
        var file = data.resolve("catalog.db");
        Catalog catalog =
                opened.add(new EpochCatalog(SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, clock, events), epochs));
        var recovery = Recovery.run(blobs, catalog);
        var fetches = opened.add(new Fetches(origins, blobs, catalog, Mapped.fetchLimits(settings), clock, events));
        var contents = new Contents(catalog, blobs, clock);
        var suites = opened.add(Suites.open(new Suites.Parts(
                catalog,
                blobs,
                contents,
                opened.add(SqlSuiteBook.in(file)),
                fetches,
                opened.add(PoolIndexes.in(data, PoolLimits.DEFAULT, clock, events)),
                new SignatureTrust(root -> rules.trusted().of(root)),
                rules::suites,
                rules::warm,
                epochs::advanceAll,
                clock,
                events)));
        return new Works(blobs, catalog, recovery, epochs, contents, fetches, suites, clock, events);
    }

    /** The job that takes files in; what is put into the directory {@code _import} is taken in without being named. */
    IntakeJob intake(PinBook pins, Settings settings) {
        return new IntakeJob(intakeParts(pins), dropFolder(settings));
    }

    IntakeParts intakeParts(PinBook pins) {
        return new IntakeParts(blobs, blobs, catalog, suites, pins, clock);
    }

    /**
     * The job that brings what is mirrored. Fetches that no client waits for have half of the places; some of these are
     * left to those that others wait for, such as the checks of suites.
     */
    MirrorJob mirror(PinBook pins, Settings settings, Supplier<List<MirrorRules>> rules) {
        var origin = settings.origin();
        int most = Math.min(origin.perOrigin(), origin.fetches()) / 2 - 1;
        int atOnce = Math.clamp(most, 1, MOST_MIRRORED_AT_ONCE);
        return new MirrorJob(new MirrorParts(suites, fetches, catalog, pins, atOnce, clock), rules);
    }

    static Path dropFolder(Settings settings) {
        return settings.data().resolve("_import");
    }
}
