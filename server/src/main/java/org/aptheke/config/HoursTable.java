package org.aptheke.config;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.config.Settings.RateHours;
import tools.jackson.databind.JsonNode;

/** Reads and writes one {@code [[origin.hours]]} table. */
final class HoursTable {
    static final Kind<RateHours> KIND =
            new Kind<>("table of from, to (times of day) and rate", false, HoursTable::read, HoursTable::write);

    private static final Set<String> KEYS = Set.of("from", "to", "rate");
    private static final String REMEDY = "write {from = \"08:00\", to = \"18:00\", rate = \"2MiB/s\"}";

    private HoursTable() {}

    private static RateHours read(JsonNode table) throws BadValueException {
        if (!table.isObject()) {
            throw new BadValueException("a table is wanted, this is " + Kind.called(table), REMEDY);
        }
        for (String key : table.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new BadValueException("unknown key " + key + " in the table", REMEDY);
            }
        }
        LocalTime from = time(table, "from");
        LocalTime to = time(table, "to");
        if (from.equals(to)) {
            throw new BadValueException("it ends when it begins", "for the whole day set rate");
        }
        try {
            return new RateHours(from, to, Units.rateLimit(table.path("rate").asString("")));
        } catch (IllegalArgumentException e) {
            throw new BadValueException("rate: " + e.getMessage(), REMEDY);
        }
    }

    private static LocalTime time(JsonNode table, String key) throws BadValueException {
        String text = table.path(key).asString("");
        try {
            // The end of the day is its beginning to LocalTime.
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new BadValueException(key + " is not a time of day", REMEDY);
        }
    }

    private static String write(RateHours hours) {
        OptionalLong rate = hours.bytesPerSecond();
        return "{from = \"" + hours.from() + "\", to = \"" + hours.to() + "\", rate = "
                + Kind.quoted(Units.rateLimit(rate)) + "}";
    }
}
