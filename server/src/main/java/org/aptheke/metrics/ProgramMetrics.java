package org.aptheke.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** The program as a whole, and its collector. */
record ProgramMetrics(String version, BooleanSupplier offline, LongSupplier droppedLines) implements Part {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public void write(Page page) {
        page.info("aptheke_build", "Which version this is.", Labels.of("version", version));
        page.gauge("aptheke_offline", "1 while no origin is asked.", offline.getAsBoolean() ? 1 : 0);
        page.counter(
                "aptheke_access_log_dropped_lines",
                "Lines of the access log that were dropped because its output was too slow or full.",
                droppedLines.getAsLong());
        page.counters(
                "process_cpu_seconds",
                "Processor time of the program, of the user and the system.",
                cpuSeconds().stream().map(Page.Row::of).toList());
        page.counters(
                "aptheke_gc_collections",
                "Collections of the JVM's memory.",
                collectors(GarbageCollectorMXBean::getCollectionCount));
        page.counters(
                "aptheke_gc_seconds",
                "Time that they took.",
                collectors(bean -> bean.getCollectionTime() / MILLIS_PER_SECOND));
    }

    /** Empty where the JVM does not tell. */
    private static Optional<Double> cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Optional.of(system.getProcessCpuTime() / NANOS_PER_SECOND)
                : Optional.empty();
    }

    private static List<Page.Row> collectors(ToDoubleFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(bean -> Page.Row.of(Math.max(0, figure.applyAsDouble(bean)), "collector", bean.getName()))
                .toList();
    }
}
