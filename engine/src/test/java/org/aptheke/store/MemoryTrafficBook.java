package org.aptheke.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A book of traffic in memory, which outlives its closing, and fails when told to. */
public final class MemoryTrafficBook implements TrafficBook {
    private final Map<Place, Entry> rows = new HashMap<>();
    private boolean failing;

    private record Place(Span span, Subject subject, Instant begin, String name) {}

    /** From now on nothing can be added, or can be again. */
    public synchronized void failing(boolean now) {
        failing = now;
    }

    @Override
    public synchronized void add(Instant at, Collection<Entry> entries) throws IOException {
        if (failing) {
            throw new IOException("the book is full");
        }
        for (var entry : entries) {
            for (var span : Span.values()) {
                put(new Place(span, entry.subject(), span.begin(at), entry.name()), entry);
            }
        }
    }

    private void put(Place place, Entry entry) {
        rows.merge(place, entry, MemoryTrafficBook::together);
    }

    private static Entry together(Entry one, Entry other) {
        var last = one.lastAt().isAfter(other.lastAt()) ? one.lastAt() : other.lastAt();
        return new Entry(one.subject(), one.name(), one.counts().plus(other.counts()), last);
    }

    private Stream<Map.Entry<Place, Entry>> in(Subject subject, Span span, Instant from, Instant until) {
        return rows.entrySet().stream().filter(row -> {
            var place = row.getKey();
            return place.subject() == subject
                    && place.span() == span
                    && !place.begin().isBefore(from)
                    && place.begin().isBefore(until);
        });
    }

    @Override
    public synchronized List<Point> series(Subject subject, String name, Span span, Instant from, Instant until) {
        return in(subject, span, from, until)
                .filter(row -> row.getKey().name().equals(name))
                .map(row -> new Point(row.getKey().begin(), row.getValue().counts()))
                .sorted(Comparator.comparing(Point::begin))
                .toList();
    }

    @Override
    public synchronized List<Entry> ranked(Ranking ranking) {
        var part = ranking.part().toLowerCase(Locale.ROOT);
        var byName = new TreeMap<String, Entry>();
        in(ranking.subject(), ranking.span(), ranking.from(), ranking.until())
                .map(Map.Entry::getValue)
                .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(part))
                .forEach(row -> byName.merge(row.name(), row, MemoryTrafficBook::together));
        return byName.values().stream()
                .sorted(order(ranking.order()))
                .skip(ranking.offset())
                .limit(ranking.limit())
                .toList();
    }

    private static Comparator<Entry> order(Order order) {
        Comparator<Entry> comparator = switch (order) {
            case BYTES ->
                Comparator.comparingLong((Entry entry) -> -entry.counts().bytes());
            case REQUESTS ->
                Comparator.comparingLong((Entry entry) -> -entry.counts().requests());
            case SAVED_BYTES ->
                Comparator.comparingLong((Entry entry) -> -entry.counts().savedBytes());
            case FAILED ->
                Comparator.comparingLong((Entry entry) -> -entry.counts().failed());
            case LAST -> Comparator.comparing(Entry::lastAt).reversed();
            case NAME -> Comparator.comparing(Entry::name);
        };
        return comparator.thenComparing(Entry::name);
    }

    @Override
    public synchronized long names(Subject subject, Span span, Instant from, Instant until) {
        return in(subject, span, from, until)
                .map(row -> row.getKey().name())
                .distinct()
                .count();
    }

    @Override
    public synchronized void fold(Folding folding) {
        var byBegin = new TreeMap<Instant, List<Place>>();
        in(folding.subject(), folding.span(), folding.from(), folding.until())
                .filter(row -> !row.getKey().name().equals(OTHERS))
                .sorted(Comparator.comparing(Map.Entry::getValue, order(Order.BYTES)))
                .map(Map.Entry::getKey)
                .forEach(place -> byBegin.merge(place.begin(), List.of(place), MemoryTrafficBook::both));
        byBegin.values().forEach(places -> places.stream().skip(folding.keep()).forEach(this::toOthers));
    }

    private static List<Place> both(List<Place> some, List<Place> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private void toOthers(Place place) {
        var row = rows.remove(place);
        if (row != null) {
            put(
                    new Place(place.span(), place.subject(), place.begin(), OTHERS),
                    new Entry(place.subject(), OTHERS, row.counts(), row.lastAt()));
        }
    }

    @Override
    public synchronized void forget(Subject subject, Span span, Instant before) {
        rows.keySet()
                .removeIf(place -> place.subject() == subject
                        && place.span() == span
                        && place.begin().isBefore(before));
    }

    @Override
    public void close() {}
}
