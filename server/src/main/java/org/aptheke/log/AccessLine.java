package org.aptheke.log;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.aptheke.events.Event;
import org.aptheke.http.AddressText;
import org.aptheke.http.Masked;
import org.jspecify.annotations.Nullable;

/** Writes answers as lines of the access log, without the end of the line. For use by one thread. */
final class AccessLine {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int LINE_BYTES = 256;

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
        var out = new AsciiLines(LINE_BYTES);
        new AccessLine(form).append(out, answered);
        return out.toString();
    }

    /** Without the time, for people. */
    static String brief(Event.Answered answered) {
        var line = of(answered, LogForm.TEXT);
        return line.substring(line.indexOf(' ') + 1);
    }

    static String time(Instant at) {
        return millis(new AsciiLines(LINE_BYTES).add(SECOND.format(at)), at).toString();
    }

    void append(AsciiLines out, Event.Answered answered) {
        switch (form) {
            case TEXT -> text(out, answered);
            case JSON -> out.add(json(answered));
        }
    }

    private void text(AsciiLines out, Event.Answered answered) {
        millis(out.add(second(answered.at())), answered.at())
                .add(' ')
                .add(client(answered.client()))
                .add(' ')
                .add(word(answered.method()))
                .add(' ')
                .add(word(answered.host()))
                .add(' ')
                .add(word(answered.path()))
                .add(' ')
                .number(answered.status())
                .add(' ')
                .number(answered.bytes())
                .add(' ');
        seconds(out, answered.durationNanos()).add(' ');
        seconds(out, answered.firstByteNanos())
                .add(" \"")
                .add(quoted(answered.cacheStatus()))
                .add("\" \"")
                .add(quoted(answered.cause()))
                .add('"');
    }

    private String json(Event.Answered answered) {
        return new JsonLine()
                .put(
                        "time",
                        millis(small().add(second(answered.at())), answered.at())
                                .toString())
                .put("client", client(answered.client()))
                .put("method", answered.method())
                .put("host", Masked.secrets(answered.host()))
                .put("path", Masked.secrets(answered.path()))
                .putNumber("status", Integer.toString(answered.status()))
                .putNumber("bytes", Long.toString(answered.bytes()))
                .putNumber(
                        "duration", seconds(small(), answered.durationNanos()).toString())
                .putNumber(
                        "first_byte",
                        seconds(small(), answered.firstByteNanos()).toString())
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

    private static AsciiLines millis(AsciiLines out, Instant at) {
        return out.digits(at.get(ChronoField.MILLI_OF_SECOND), 3).add('Z');
    }

    /** With six decimals: a hit takes some microseconds. */
    private static AsciiLines seconds(AsciiLines out, long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        return out.number(micros / 1_000_000).add('.').digits(micros % 1_000_000, 6);
    }

    private static AsciiLines small() {
        return new AsciiLines(32);
    }
}
