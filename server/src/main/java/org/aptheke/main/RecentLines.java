package org.aptheke.main;

import java.util.List;
import org.aptheke.admin.LogLines;
import org.aptheke.log.LogEntry;
import org.aptheke.log.RecentLog;

/** The last lines of the logs, as the API shows them. */
record RecentLines(RecentLog log) implements LogLines {
    @Override
    public List<Line> lines(Wanted wanted) {
        var asked = new RecentLog.Wanted(
                LogEntry.Level.valueOf(wanted.level().name()),
                wanted.part(),
                wanted.source(),
                wanted.after(),
                wanted.errorsFirst(),
                wanted.limit());
        return log.entries(asked).stream()
                .map(entry -> new Line(
                        entry.number(), entry.at(), Level.valueOf(entry.level().name()), entry.source(), entry.text()))
                .toList();
    }

    @Override
    public long last() {
        return log.last();
    }
}
