import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.keep.EvictionOrder;

/**
 * Replays a made-up trace against orders of eviction: {@code java -cp server/target/aptheke.jar bench/EvictionReplay.java}.
 * Decision 052 has the figures.
 */
public final class EvictionReplay {
    private static final long TOTAL_BYTES = 20L << 30;
    private static final int REQUESTS = 400_000;
    private static final long MILLIS_BETWEEN = 90_000;
    private static final double HOUR = 3.6e6;
    private static final double HIGH_MARK = 0.95;
    private static final double LOW_MARK = 0.85;

    private EvictionReplay() {}

    /** What of a file the order sees. */
    private static final class Entry {
        final long size;
        boolean stored;
        long uses;
        long storedAt;
        long usedAt;
        double aged;

        Entry(long size) {
            this.size = size;
        }
    }

    /** The lowest goes first. */
    private interface Order {
        double value(Entry entry, long now);
    }

    /** An order with the memory that squid's have: what goes raises the value of what comes. */
    private record Aging(double usesWeight, double sizeExponent) {
        double gain(Entry entry) {
            return usesWeight * (entry.uses + 1) / Math.pow(entry.size, sizeExponent);
        }
    }

    public static void main(String[] arguments) {
        for (boolean drifting : new boolean[] {false, true}) {
            for (long gigabytes : new long[] {1, 5}) {
                System.out.printf("budget %d GiB, popularity %s%n", gigabytes, drifting ? "drifting" : "fixed");
                replayAll(drifting, gigabytes << 30);
            }
        }
    }

    private static void replayAll(boolean drifting, long budget) {
        Map<String, Order> orders = new LinkedHashMap<>();
        orders.put("last use", (entry, now) -> entry.usedAt);
        orders.put(
                "Aptheke",
                (entry, now) -> EvictionOrder.worth(
                        entry.uses, (now - entry.usedAt) / HOUR, (now - entry.storedAt) / HOUR, entry.size));
        orders.forEach((name, order) -> replay(name, drifting, budget, order, null));
        replay("GDSF", drifting, budget, (entry, now) -> entry.aged, new Aging(1e6, 1));
        replay("LFUDA", drifting, budget, (entry, now) -> entry.aged, new Aging(1, 0));
    }

    private static void replay(String name, boolean drifting, long budget, Order order, Aging aging) {
        var trace = Trace.of(TOTAL_BYTES, REQUESTS, drifting);
        var entries = Arrays.stream(trace.sizes()).mapToObj(Entry::new).toList();
        long used = 0;
        long now = 0;
        long hits = 0;
        long hitBytes = 0;
        long bytes = 0;
        double age = 0;
        for (int number : trace.asked()) {
            now += MILLIS_BETWEEN;
            var entry = entries.get(number);
            bytes += entry.size;
            if (entry.stored) {
                hits++;
                hitBytes += entry.size;
                entry.uses++;
            } else if (used + entry.size > budget) {
                continue;
            } else {
                entry.stored = true;
                entry.uses = 0;
                entry.storedAt = now;
                used += entry.size;
            }
            entry.usedAt = now;
            entry.aged = aging == null ? 0 : age + aging.gain(entry);
            if (used > budget * HIGH_MARK) {
                for (var gone : inOrder(entries, order, now)) {
                    if (used <= budget * LOW_MARK) {
                        break;
                    }
                    if (gone != entry) {
                        gone.stored = false;
                        used -= gone.size;
                        age = Math.max(age, gone.aged);
                    }
                }
            }
        }
        System.out.printf("  %-10s hits %.3f, bytes %.3f%n", name, hits / (double) REQUESTS, hitBytes / (double) bytes);
    }

    private static List<Entry> inOrder(List<Entry> entries, Order order, long now) {
        return entries.stream()
                .filter(entry -> entry.stored)
                .map(entry -> Map.entry(order.value(entry, now), entry))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }
}
