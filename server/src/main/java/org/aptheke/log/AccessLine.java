package org.aptheke.log;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.aptheke.events.Event;
import org.aptheke.http.AddressText;
import org.jspecify.annotations.Nullable;

/** Writes answers as lines of the access log, without the end of the line. For use by one thread. */
final class AccessLine {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LogForm form;

    /** The second that was written last, and its text: under load many lines have the same. */
    private long second = Long.MIN_VALUE;

    private String secondText = "";
    private @Nullable InetAddress client;
    private String clientText = "";

    AccessLine(LogForm form) {
        this.form = form;
    }

    static String of(Event.Answered answered, LogForm form) {
        var out = new StringBuilder();
        new AccessLine(form).append(out, answered);
        return out.toString();
    }

    static String time(Instant at) {
        var out = new StringBuilder();
        return millis(out.append(SECOND.format(at)), at).toString();
    }

    void append(StringBuilder out, Event.Answered answered) {
        switch (form) {
            case TEXT -> text(out, answered);
            case JSON -> out.append(json(answered));
        }
    }

    private void text(StringBuilder out, Event.Answered answered) {
        millis(out.append(second(answered.at())), answered.at())
                .append(' ')
                .append(client(answered.client()))
                .append(' ')
                .append(word(answered.method()))
                .append(' ')
                .append(word(answered.host()))
                .append(' ')
                .append(word(answered.path()))
                .append(' ')
                .append(answered.status())
                .append(' ')
                .append(answered.bytes())
                .append(' ');
        seconds(out, answered.duration()).append(' ');
        seconds(out, answered.firstByte())
                .append(" \"")
                .append(quoted(answered.cacheStatus()))
                .append("\" \"")
                .append(quoted(answered.cause()))
                .append('"');
    }

    private String json(Event.Answered answered) {
        return new JsonLine()
                .put("time", millis(new StringBuilder(second(answered.at())), answered.at()))
                .put("client", client(answered.client()))
                .put("method", answered.method())
                .put("host", Masked.secrets(answered.host()))
                .put("path", Masked.secrets(answered.path()))
                .putNumber("status", Integer.toString(answered.status()))
                .putNumber("bytes", Long.toString(answered.bytes()))
                .putNumber("duration", seconds(new StringBuilder(), answered.duration()))
                .putNumber("first_byte", seconds(new StringBuilder(), answered.firstByte()))
                .put("cache", Masked.secrets(answered.cacheStatus()))
                .put("cause", Masked.secrets(answered.cause()))
                .end();
    }

    private String second(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            secondText = SECOND.format(at);
        }
        return secondText;
    }

    @SuppressWarnings("ReferenceEquality") // equal addresses may differ in their scope, which is part of the text
    private String client(InetAddress address) {
        // Most lines in a row are of one connection or of few, and a connection has one object.
        if (address != client) {
            client = address;
            clientText = AddressText.of(address);
        }
        return clientText;
    }

    private static String word(String text) {
        return text.isEmpty() ? "-" : Masked.escaped(Masked.secrets(text), false);
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "-" : Masked.escaped(Masked.secrets(text), true);
    }

    private static StringBuilder millis(StringBuilder out, Instant at) {
        return digits(out, at.get(ChronoField.MILLI_OF_SECOND), 100).append('Z');
    }

    /** With six decimals: a hit takes some microseconds. */
    private static StringBuilder seconds(StringBuilder out, Duration duration) {
        long micros = Math.max(0, duration.toNanos() / 1_000);
        out.append(micros / 1_000_000).append('.');
        return digits(out, (int) (micros % 1_000_000), 100_000);
    }

    /** All digits from the place of that power of ten on. */
    private static StringBuilder digits(StringBuilder out, int number, int place) {
        for (int power = place; power > 0; power /= 10) {
            out.append((char) ('0' + number / power % 10));
        }
        return out;
    }
}
