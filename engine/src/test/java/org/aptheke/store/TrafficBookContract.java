package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Folding;
import org.aptheke.store.TrafficBook.Order;
import org.aptheke.store.TrafficBook.Point;
import org.aptheke.store.TrafficBook.Ranking;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What every book of traffic does. {@link #open} opens the same one again. */
public abstract class TrafficBookContract {
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");

    protected abstract TrafficBook open() throws IOException;

    @Test
    void add_twiceInAnHour_isTheSumAfterReopening() throws IOException {
        try (var book = open()) {
            book.add(NINE, List.of(entry(Subject.ALL, "", 1, 100)));
            book.add(NINE.plusSeconds(3_599), List.of(entry(Subject.ALL, "", 2, 30)));
        }

        try (var book = open()) {
            assertThat(book.series(Subject.ALL, "", Span.HOUR, MIDNIGHT, TOMORROW))
                    .containsExactly(new Point(NINE, counts(3, 130)));
        }
    }

    @Test
    void series_twoHoursOfADay_areTwoPointsAndOneDay() throws IOException {
        try (var book = open()) {
            book.add(TEN, List.of(entry(Subject.REPOSITORY, "a", 5, 5), entry(Subject.REPOSITORY, "b", 7, 7)));
            book.add(NINE, List.of(entry(Subject.REPOSITORY, "a", 1, 1)));

            assertThat(book.series(Subject.REPOSITORY, "a", Span.HOUR, MIDNIGHT, TOMORROW))
                    .containsExactly(new Point(NINE, counts(1, 1)), new Point(TEN, counts(5, 5)));
            assertThat(book.series(Subject.REPOSITORY, "a", Span.HOUR, NINE, TEN))
                    .containsExactly(new Point(NINE, counts(1, 1)));
            assertThat(book.series(Subject.REPOSITORY, "a", Span.DAY, MIDNIGHT, TOMORROW))
                    .containsExactly(new Point(MIDNIGHT, counts(6, 6)));
        }
    }

    @Test
    void ranked_byBytes_largestFirstWithTiesByName() throws IOException {
        try (var book = open()) {
            book.add(
                    NINE,
                    List.of(
                            entry(Subject.CLIENT, "c", 1, 10),
                            entry(Subject.CLIENT, "b", 2, 10),
                            entry(Subject.CLIENT, "a", 3, 5)));
            book.add(TEN, List.of(entry(Subject.CLIENT, "a", 1, 50), entry(Subject.PACKAGE, "p", 1, 99)));

            assertThat(book.ranked(ranking(Order.BYTES, "", 0, 10)))
                    .extracting(Entry::name, entry -> entry.counts().bytes())
                    .containsExactly(tuple("a", 55L), tuple("b", 10L), tuple("c", 10L));
            assertThat(book.ranked(ranking(Order.BYTES, "", 1, 1)))
                    .extracting(Entry::name)
                    .containsExactly("b");
            assertThat(book.ranked(ranking(Order.NAME, "C", 0, 10)))
                    .extracting(Entry::name)
                    .containsExactly("c");
            assertThat(book.names(Subject.CLIENT, Span.DAY, MIDNIGHT, TOMORROW)).isEqualTo(3);
        }
    }

    @Test
    void ranked_inOrderOfTheLast_latestFirst() throws IOException {
        try (var book = open()) {
            book.add(
                    NINE,
                    List.of(
                            new Entry(Subject.CLIENT, "early", counts(9, 9), NINE),
                            new Entry(Subject.CLIENT, "late", counts(1, 1), NINE.plusSeconds(8))));

            assertThat(book.ranked(ranking(Order.LAST, "", 0, 10)))
                    .extracting(Entry::name, Entry::lastAt)
                    .containsExactly(tuple("late", NINE.plusSeconds(8)), tuple("early", NINE));
        }
    }

    @Test
    void fold_moreNamesThanKept_smallOnesAreOneAndTheSumStays() throws IOException {
        try (var book = open()) {
            book.add(
                    NINE,
                    List.of(
                            entry(Subject.PACKAGE, "large", 1, 100),
                            entry(Subject.PACKAGE, "small", 2, 3),
                            entry(Subject.PACKAGE, "smaller", 4, 2),
                            entry(Subject.PACKAGE, TrafficBook.OTHERS, 8, 1)));
            book.add(TEN, List.of(entry(Subject.PACKAGE, "small", 1, 1), entry(Subject.PACKAGE, "large", 1, 2)));

            book.fold(new Folding(Subject.PACKAGE, Span.HOUR, MIDNIGHT, TEN, 1));
            book.fold(new Folding(Subject.PACKAGE, Span.HOUR, MIDNIGHT, TEN, 1));

            var nine = new Ranking(Subject.PACKAGE, Span.HOUR, NINE, TEN, Order.BYTES, "", 0, 10);
            assertThat(book.ranked(nine))
                    .extracting(Entry::name, Entry::counts)
                    .containsExactly(tuple("large", counts(1, 100)), tuple(TrafficBook.OTHERS, counts(14, 6)));
            assertThat(book.names(Subject.PACKAGE, Span.HOUR, TEN, TOMORROW)).isEqualTo(2);
        }
    }

    @Test
    void forget_before_removesEarlierPiecesOfThatSubjectAlone() throws IOException {
        try (var book = open()) {
            book.add(NINE, List.of(entry(Subject.ALL, "", 1, 1), entry(Subject.CLIENT, "a", 1, 1)));
            book.add(TEN, List.of(entry(Subject.ALL, "", 2, 2)));

            book.forget(Subject.ALL, Span.HOUR, TEN);

            assertThat(book.series(Subject.ALL, "", Span.HOUR, MIDNIGHT, TOMORROW))
                    .containsExactly(new Point(TEN, counts(2, 2)));
            assertThat(book.series(Subject.ALL, "", Span.DAY, MIDNIGHT, TOMORROW))
                    .containsExactly(new Point(MIDNIGHT, counts(3, 3)));
            assertThat(book.names(Subject.CLIENT, Span.HOUR, MIDNIGHT, TOMORROW))
                    .isEqualTo(1);
        }
    }

    private static Tuple tuple(Object... values) {
        return Assertions.tuple(values);
    }

    private static Ranking ranking(Order order, String part, int offset, int limit) {
        return new Ranking(Subject.CLIENT, Span.DAY, MIDNIGHT, TOMORROW, order, part, offset, limit);
    }

    private static Entry entry(Subject subject, String name, long requests, long bytes) {
        return new Entry(subject, name, counts(requests, bytes), NINE);
    }

    private static TrafficCounts counts(long requests, long bytes) {
        return new TrafficCounts(requests, requests, 0, 0, 0, 0, 0, bytes, bytes);
    }
}
