package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;

/** A log that a test writes. */
final class WrittenLines implements LogLines {
    private final List<Line> lines = new ArrayList<>();

    synchronized void write(Level level, String source, String text) {
        lines.addFirst(new Line(lines.size() + 1, Behinds.NOON, level, source, text));
    }

    @Override
    public synchronized List<Line> lines(Wanted wanted) {
        return lines.stream()
                .filter(line -> line.number() > wanted.after()
                        && line.level().compareTo(wanted.level()) <= 0
                        && line.text().contains(wanted.part()))
                .limit(wanted.limit())
                .toList();
    }

    @Override
    public synchronized long last() {
        return lines.size();
    }
}
