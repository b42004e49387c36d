package org.aptheke.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The kinds that settings and the tables in them share. */
final class Kinds {
    static final Kind<Duration> DURATION = Kind.text("duration", Units::duration, Units::duration);
    static final Kind<Duration> POSITIVE = DURATION.where(Duration::isPositive, "must be longer than nothing");
    static final Kind<LocalTime> TIME_OF_DAY = Kind.text("time of day", Kinds::timeOfDay, LocalTime::toString);
    static final Kind<Long> RATE = Kind.text("rate", Units::rate, Units::rate);
    static final Kind<OptionalLong> RATE_LIMIT = Kind.text("rate or \"unlimited\"", Units::rateLimit, Units::rateLimit);
    static final Kind<List<Cidr>> CIDRS = Kind.listOf(Kind.text("address range", Cidr::parse, Cidr::toString));
    static final Kind<List<HostPattern>> HOSTS =
            Kind.listOf(Kind.text("host pattern", HostPattern::new, HostPattern::toString));
    static final Kind<InetSocketAddress> ADDRESS = Kind.text("host:port", ListenAddress::parse, ListenAddress::write);
    static final Kind<Path> FILE = Kind.text("file", Paths::absolute, Path::toString);

    private Kinds() {}

    static String optionalPath(Optional<Path> path) {
        return path.map(Path::toString).orElse("");
    }

    static LocalTime timeOfDay(String text) {
        try {
            // The end of the day is its beginning to LocalTime.
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("write it as hours and minutes, such as \"22:30\"", e);
        }
    }
}
