package org.aptheke.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.aptheke.events.Event;
import org.aptheke.http.AddressText;

/** Writes an answer as a line of the access log, without the end of the line. */
final class AccessLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AccessLine() {}

    static String of(Event.Answered answered, LogForm form) {
        return switch (form) {
            case TEXT -> text(answered);
            case JSON -> json(answered);
        };
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    private static String text(Event.Answered answered) {
        return time(answered.at())
                + ' '
                + AddressText.of(answered.client())
                + ' '
                + word(answered.method())
                + ' '
                + word(answered.host())
                + ' '
                + word(answered.path())
                + ' '
                + answered.status()
                + ' '
                + answered.bytes()
                + ' '
                + seconds(answered.duration())
                + ' '
                + seconds(answered.firstByte())
                + " \""
                + quoted(answered.cacheStatus())
                + "\" \""
                + quoted(answered.cause())
                + '"';
    }

    private static String json(Event.Answered answered) {
        return new JsonLine()
                .put("time", time(answered.at()))
                .put("client", AddressText.of(answered.client()))
                .put("method", answered.method())
                .put("host", Masked.secrets(answered.host()))
                .put("path", Masked.secrets(answered.path()))
                .putNumber("status", Integer.toString(answered.status()))
                .putNumber("bytes", Long.toString(answered.bytes()))
                .putNumber("duration", seconds(answered.duration()))
                .putNumber("first_byte", seconds(answered.firstByte()))
                .put("cache", Masked.secrets(answered.cacheStatus()))
                .put("cause", Masked.secrets(answered.cause()))
                .end();
    }

    private static String word(String text) {
        return text.isEmpty() ? "-" : Masked.escaped(Masked.secrets(text), false);
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "-" : Masked.escaped(Masked.secrets(text), true);
    }

    /** With six decimals: a hit takes some microseconds. */
    private static String seconds(Duration duration) {
        long micros = Math.max(0, duration.toNanos() / 1_000);
        String decimals = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
        return micros / 1_000_000 + "." + decimals;
    }
}
