package org.aptheke.config;

import org.aptheke.config.Settings.RateHours;

/** Reads and writes one {@code [[origin.hours]]} table. */
final class HoursTable {
    static final Kind<RateHours> KIND = TableReader.kind(
            "table of from, to (times of day) and rate",
            "write {from = \"08:00\", to = \"18:00\", rate = \"2MiB/s\"}",
            HoursTable::read,
            (hours, text) -> text.add("from", Kinds.TIME_OF_DAY, hours.from())
                    .add("to", Kinds.TIME_OF_DAY, hours.to())
                    .add("rate", Kinds.RATE_LIMIT, hours.bytesPerSecond())
                    .toString());

    private HoursTable() {}

    private static RateHours read(TableReader table) throws BadValueException {
        var hours = new RateHours(
                table.required("from", Kinds.TIME_OF_DAY),
                table.required("to", Kinds.TIME_OF_DAY),
                table.required("rate", Kinds.RATE_LIMIT));
        if (hours.from().equals(hours.to())) {
            throw table.wrong("it ends when it begins; for the whole day set rate");
        }
        return hours;
    }
}
