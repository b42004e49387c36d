package org.aptheke.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.fetch.Fetches;
import org.aptheke.jobs.JobRunner;
import org.aptheke.origin.ParentStatus;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.server.netty.DataPortServer;
import org.aptheke.server.netty.ListenerLimits;
import org.aptheke.suite.Suites;
import org.aptheke.upstream.OriginCounters;
import org.jspecify.annotations.Nullable;

/**
 * All metrics as the text that Prometheus reads. Nothing is made, and no library loaded, before it is asked for the first
 * time. Safe for use by many threads.
 */
public final class Metrics {
    /** Of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Behind behind;

    @GuardedBy("this")
    private @Nullable Exposition exposition;

    /**
     * Whose figures are shown; the wiring fills it in.
     *
     * @param droppedLines of the access log
     */
    public record Behind(
            String version,
            EventCounts events,
            DataPortServer listener,
            ListenerLimits listenerLimits,
            Fetches fetches,
            FetchLimits fetchLimits,
            OriginCounters origins,
            Supplier<Map<String, List<MirrorStatus>>> mirrors,
            Supplier<List<ParentStatus>> parents,
            Suites suites,
            Supplier<StoreFigures> store,
            JobRunner runner,
            BooleanSupplier offline,
            LongSupplier droppedLines) {}

    public Metrics(Behind behind) {
        this.behind = behind;
    }

    /** As all is now. */
    public String text() {
        return exposition().text(CONTENT_TYPE);
    }

    private synchronized Exposition exposition() {
        if (exposition == null) {
            exposition = new Exposition(parts());
        }
        return exposition;
    }

    private List<Part> parts() {
        var counters = behind.listener().counters();
        return List.of(
                new RequestMetrics(behind.events(), counters),
                new ListenerMetrics(
                        counters,
                        behind.listenerLimits(),
                        behind.listener()::hotFigures,
                        behind.fetches().counters()),
                new OriginMetrics(
                        behind.fetches(),
                        behind.fetchLimits(),
                        behind.origins(),
                        behind.events(),
                        behind.mirrors(),
                        behind.parents()),
                new SuiteMetrics(behind.suites()::status, behind.suites().counters()),
                new StoreMetrics(behind.store(), behind.events()),
                new JobMetrics(behind.runner()),
                new ProgramMetrics(behind.version(), behind.offline(), behind.droppedLines()));
    }
}
