package org.aptheke.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.health.Health;
import org.aptheke.health.StoreRoom;
import org.aptheke.stock.Stock;
import org.aptheke.store.ContentCensus;
import org.aptheke.store.FileSearch;
import org.aptheke.store.MemoryPinBook;
import org.aptheke.store.MemoryTrafficBook;
import org.aptheke.store.TrafficCounts;
import org.aptheke.traffic.TrafficRecorder;

/** Views of a program in which nothing has happened and nothing is stored. */
final class NoViews {
    private NoViews() {}

    static AdminServer.Views at(InstantSource clock) {
        return new AdminServer.Views(
                "1.2.3",
                () -> status(clock),
                () -> new Transfers(List.of(), List.of()),
                new TrafficRecorder(new MemoryTrafficBook(), () -> Duration.ofDays(1), event -> {}, clock),
                client -> List.of(),
                new Stock(new NoFiles(), new NoContents(), new MemoryPinBook(), key -> List.of()),
                new WrittenLines(),
                List::of,
                clock);
    }

    private static Status status(InstantSource clock) {
        return new Status(
                "1.2.3",
                clock.instant(),
                clock.instant(),
                new Health(List.of()),
                TrafficCounts.NONE,
                new StoreRoom(OptionalLong.empty(), OptionalLong.empty(), 9_000, 100),
                new Status.Load(0, 1, 0, 0, 0, 0),
                List.of(),
                List.of(),
                false);
    }

    private static final class NoFiles implements FileSearch {
        @Override
        public Page search(Wanted wanted) {
            return new Page(List.of(), Optional.empty());
        }

        @Override
        public OptionalLong count(String beginning, int most) {
            return OptionalLong.of(0);
        }

        @Override
        public List<ContentCensus.NamedContent> withKey(CacheKey key) {
            return List.of();
        }

        @Override
        public List<ContentCensus.NamedContent> withDigest(String beginning, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static final class NoContents implements ContentCensus {
        @Override
        public void forEachContent(ContentTaker taker) {}

        @Override
        public List<NamedContent> named(Digest content) {
            return List.of();
        }

        @Override
        public List<NamedContent> namedAndUnused(Digest content, Instant since, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
