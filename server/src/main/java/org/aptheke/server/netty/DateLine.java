package org.aptheke.server.netty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The field line {@code Date}, made once per second: IMF-fixdate in English and GMT whatever the locale (RFC 9110,
 * 5.6.7); anything else breaks apt. Safe for use by many threads.
 */
final class DateLine {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class but to be copied into a buffer
    private record Made(long second, byte[] line) {}

    private volatile Made last = make(0);

    /** With its CRLF; not to be changed. */
    byte[] at(Instant now) {
        var made = last;
        if (made.second() != now.getEpochSecond()) {
            made = make(now.getEpochSecond());
            last = made;
        }
        return made.line();
    }

    private static Made make(long second) {
        String line = "Date: " + IMF_FIXDATE.format(Instant.ofEpochSecond(second)) + "\r\n";
        return new Made(second, line.getBytes(StandardCharsets.US_ASCII));
    }
}
