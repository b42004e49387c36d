import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Watch;
import org.aptheke.keep.ExpireJob;
import org.aptheke.keep.ExpireRules;
import org.aptheke.keep.HouseParts;
import org.aptheke.keep.Observation;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.store.sql.SqlCatalog;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.store.sql.SqlJobBook;
import org.aptheke.store.sql.SqlPinBook;

/**
 * Times the plan of an expiry of a large store: {@code java -Xmx256m -cp server/target/aptheke.jar bench/PlanScale.java
 * DATA}, where {@code bench/FillStore.java} has made DATA. A year has passed in which nothing was used. Nothing is removed.
 */
public final class PlanScale {
    private PlanScale() {}

    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        var file = data.resolve("catalog.db");
        var now = Instant.now();
        try (var blobs = LocalBlobStore.open(data, 0);
                var catalog = SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, InstantSource.system(), event -> {});
                var contents = SqlContentCensus.in(file);
                var pins = SqlPinBook.in(file);
                var book = SqlJobBook.in(file)) {
            observeAYear(book, now);
            InstantSource clock = InstantSource.fixed(now.plus(Duration.ofDays(365)));
            var parts = new HouseParts(catalog, contents, blobs, blobs, pins, List::of, clock);
            var job = new ExpireJob(parts, () -> ExpireRules.DEFAULT, new Observation(book, clock), suite -> false);
            for (int round = 0; round < 3; round++) {
                long began = System.nanoTime();
                var plan = job.plan(Arguments.NONE, new Silent());
                double seconds = (System.nanoTime() - began) / 1e9;
                var runtime = Runtime.getRuntime();
                long heap = runtime.totalMemory() - runtime.freeMemory();
                System.out.printf("plan in %.1f s, %d MiB of heap in use: %s%n", seconds, heap >> 20, plan.counts());
            }
        }
    }

    private static void observeAYear(SqlJobBook book, Instant from) throws IOException {
        for (int day = 0; day <= 365; day++) {
            new Observation(book, InstantSource.fixed(from.plus(Duration.ofDays(day)))).goesOn();
        }
    }

    /** Nobody looks on. */
    private record Silent() implements Watch {
        @Override
        public void doing(String what) {}

        @Override
        public void checkpoint() {}

        @Override
        public void giveWay() {}
    }
}
