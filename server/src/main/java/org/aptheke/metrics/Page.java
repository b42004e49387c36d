package org.aptheke.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The metrics as they are at one moment: each with its name, its meaning and its series. Used by one thread. */
final class Page {
    private final MetricSnapshots.Builder snapshots = MetricSnapshots.builder();

    /** A value with what tells it from the others of its metric. */
    record Row(Labels labels, double value) {
        /** @param labels names and values in turn */
        static Row of(Number value, String... labels) {
            return new Row(Labels.of(labels), value.doubleValue());
        }
    }

    /** Durations with what tells them from the others of their metric. */
    record Measured(Labels labels, Buckets buckets) {}

    /** {@code name} without the ending {@code _total}, which is said by itself. */
    void counter(String name, String help, Number value) {
        counters(name, help, List.of(Row.of(value)));
    }

    void counters(String name, String help, List<Row> rows) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        for (var row : rows) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(row.labels())
                    .value(row.value())
                    .build());
        }
        snapshots.metricSnapshot(counter.build());
    }

    void gauge(String name, String help, Number value) {
        gauges(name, help, List.of(Row.of(value)));
    }

    /** A value that is not always known. */
    void gauge(String name, String help, Optional<? extends Number> value) {
        gauges(name, help, value.stream().map(Row::of).toList());
    }

    void gauges(String name, String help, List<Row> rows) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        for (var row : rows) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(row.labels())
                    .value(row.value())
                    .build());
        }
        snapshots.metricSnapshot(gauge.build());
    }

    /** {@code name} without the ending {@code _info}. */
    void info(String name, String help, Labels labels) {
        snapshots.metricSnapshot(InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build());
    }

    void histograms(String name, String help, List<Measured> all) {
        var histogram = HistogramSnapshot.builder().name(name).help(help);
        double[] bounds = DoubleStream.concat(
                        DoubleStream.of(Buckets.bounds()), DoubleStream.of(Double.POSITIVE_INFINITY))
                .toArray();
        for (var measured : all) {
            var point = HistogramDataPointSnapshot.builder()
                    .labels(measured.labels())
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(
                            bounds, measured.buckets().counts()));
            point.sum(measured.buckets().seconds());
            histogram.dataPoint(point.build());
        }
        snapshots.metricSnapshot(histogram.build());
    }

    MetricSnapshots snapshots() {
        return snapshots.build();
    }
}
