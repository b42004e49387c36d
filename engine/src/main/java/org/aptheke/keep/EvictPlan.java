package org.aptheke.keep;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Step;
import org.aptheke.jobs.Tally;
import org.aptheke.store.JobBook;

/** What eviction removes: from the front of the order until there is room, beyond what was counted if some must stay. */
final class EvictPlan implements Plan {
    private final HouseParts parts;
    private final ContentTable table;
    private final EvictionOrder order;
    private final int[] numbers;
    private final long excess;
    private final List<JobBook.Count> counts;

    EvictPlan(HouseParts parts, ContentTable table, long excess) {
        this.parts = parts;
        this.table = table;
        this.excess = excess;
        this.order = new EvictionOrder(table, parts.clock().millis());
        this.numbers = order.numbers();
        var tally = new Tally();
        long planned = 0;
        for (int i = 0; i < numbers.length && planned < excess; i++) {
            planned += table.size(numbers[i]);
            tally.planned(reason(numbers[i]), table.size(numbers[i]));
        }
        this.counts = tally.counts();
    }

    private String reason(int number) {
        return switch (order.rank(number)) {
            case SUPERSEDED -> "no room, and not named by any release";
            case NEVER_REUSED -> "no room, and never used again";
            case USED -> "no room, and worth least";
        };
    }

    @Override
    public List<JobBook.Count> counts() {
        return counts;
    }

    @Override
    public List<String> notes() {
        return excess == 0 ? List.of("there is room") : List.of(excess + " bytes are to go");
    }

    @Override
    public Iterator<Step> steps() {
        var inOrder = new InOrder();
        return new BlobBatches(
                inOrder,
                batch -> ledger -> inOrder.freed(new Removal(parts, ledger)
                        .remove(batch, Removal.Manner.UNREAD, (doomed, rows) -> Optional.empty())));
    }

    /** One after another, as long as what is gone and what is under way are not enough. */
    private final class InOrder implements Iterator<Doomed> {
        private int next;
        private long freed;
        private long handedOver;

        @Override
        public boolean hasNext() {
            return next < numbers.length && handedOver < excess;
        }

        /** What was to go and has stayed makes no room: others go instead. */
        void freed(long bytes) {
            freed += bytes;
            handedOver = freed;
        }

        @Override
        public Doomed next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int number = numbers[next++];
            handedOver += table.size(number);
            return new Doomed(table.digest(number), table.size(number), table.lastUse(number), reason(number));
        }
    }
}
