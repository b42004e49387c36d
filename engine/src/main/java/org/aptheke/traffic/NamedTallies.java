package org.aptheke.traffic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Subject;

/** Tallies by name, of one subject and for one hour; names that come when there are too many share one. Not thread-safe. */
final class NamedTallies {
    private final Subject subject;
    private final int most;
    private final Map<String, Tally> byName = new HashMap<>();
    private final Tally others = new Tally();

    NamedTallies(Subject subject, int most) {
        this.subject = subject;
        this.most = most;
    }

    Tally of(String name) {
        var known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals(TrafficBook.OTHERS) || byName.size() >= most) {
            return others;
        }
        var tally = new Tally();
        byName.put(name, tally);
        return tally;
    }

    Tally others() {
        return others;
    }

    /** What was counted since the last time; the names stay known. */
    List<Entry> take() {
        var named = byName.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> entry(each.getKey(), each.getValue()));
        var rest = others.isEmpty() ? Stream.<Entry>empty() : Stream.of(entry(TrafficBook.OTHERS, others));
        return Stream.concat(named, rest).toList();
    }

    private Entry entry(String name, Tally tally) {
        return new Entry(subject, name, tally.take(), tally.lastAt());
    }

    void clear() {
        byName.clear();
    }
}
