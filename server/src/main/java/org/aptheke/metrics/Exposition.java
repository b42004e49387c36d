package org.aptheke.metrics;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry: what Micrometer knows of the JVM and the process, and beside it the parts, which are asked at each
 * scrape. Safe for use by many threads.
 */
final class Exposition {
    private static final Logger LOG = LoggerFactory.getLogger(Exposition.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Exposition(List<Part> parts) {
        // Named against the conventions; what they say is said elsewhere.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        MultiCollector collector = () -> collect(parts);
        registry.getPrometheusRegistry().register(collector);
    }

    /** A part that fails is left out; the others are worth having. */
    private static MetricSnapshots collect(List<Part> parts) {
        var page = new Page();
        for (var part : parts) {
            try {
                part.write(page);
            } catch (IOException e) {
                LOG.warn("some metrics cannot be told: {}", e.getMessage());
            }
        }
        return page.snapshots();
    }

    String text(String contentType) {
        return registry.scrape(contentType);
    }
}
