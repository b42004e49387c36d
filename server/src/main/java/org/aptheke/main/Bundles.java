package org.aptheke.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aptheke.admin.BundleDesk;
import org.aptheke.bundle.ExportJob;
import org.aptheke.bundle.ExportParts;
import org.aptheke.bundle.ExporterKey;
import org.aptheke.bundle.Handover;
import org.aptheke.bundle.SigningKey;
import org.aptheke.config.Settings;
import org.aptheke.intake.BundleJob;
import org.aptheke.intake.BundleParts;
import org.aptheke.intake.IntakeParts;
import org.aptheke.intake.SentJob;
import org.aptheke.store.ContentCensus;

/** What is there for bundles: the jobs, and what requests hand over to them. */
final class Bundles {
    private final Supplier<Settings> settings;
    private final ExportParts exports;
    private final Handover<InputStream> arriving = new Handover<>();
    private final ExportJob exportJob;
    private final BundleJob importJob;
    private final SentJob sentJob;

    Bundles(Supplier<Settings> settings, Works works, ContentCensus contents, IntakeParts intake) {
        this.settings = settings;
        var data = settings.get().data();
        exports = new ExportParts(
                works.catalog(),
                contents,
                works.blobs(),
                works.blobs(),
                works.suites()::names,
                data,
                new Handover<>(),
                works.clock());
        exportJob = new ExportJob(exports);
        var parts = new BundleParts(
                works.blobs(), data.resolve("staging"), Works.dropFolder(settings.get()), arriving, this::trusted);
        importJob = new BundleJob(intake, parts);
        sentJob = new SentJob(intake, parts);
    }

    private Set<ExporterKey> trusted() {
        return settings.get().house().trustedExporters().stream()
                .map(ExporterKey::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    ExportJob exportJob() {
        return exportJob;
    }

    BundleJob importJob() {
        return importJob;
    }

    SentJob sentJob() {
        return sentJob;
    }

    /** For the API. */
    BundleDesk desk() {
        return new BundleDesk() {
            @Override
            public Handover<OutputStream> leaving() {
                return exports.streams();
            }

            @Override
            public Handover<InputStream> arriving() {
                return arriving;
            }

            @Override
            public String key() throws IOException {
                return SigningKey.in(exports.keyFile()).exporter().text();
            }

            @Override
            public boolean confirm(String token) throws IOException {
                return exports.marks().confirm(token);
            }
        };
    }
}
