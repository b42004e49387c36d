package org.aptheke.proxy;

import java.time.Duration;
import java.time.Instant;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;

/** The fields of answers: the origin's, and what this cache adds to them. */
final class AnswerFields {
    static final String VIA = "1.1 aptheke";

    private AnswerFields() {}

    /** Of a stored response: with its age, and with a date to resume by when the origin gave none. */
    static Fields stored(StoredResponse stored, Duration age, String cacheStatus) {
        var fields = stored.fields().toBuilder()
                .remove("Age")
                .remove("Content-Length")
                .add("Age", Long.toString(Math.max(0, age.toSeconds())));
        if (!stored.fields().contains("Date")) {
            fields.add("Date", HttpDate.format(stored.receivedAt()));
        }
        mendLastModified(fields, stored.fields());
        if (stored.status() == 200) {
            addResumption(fields, stored.fields(), stored.storedAt());
            fields.add("Repr-Digest", stored.digest().toReprDigest());
        }
        return traced(fields, stored.fields(), cacheStatus);
    }

    /** Of a response that arrives. */
    static Fields arriving(int status, Fields received, Instant receivedAt, boolean stored, String cacheStatus) {
        var fields = received.toBuilder().remove("Content-Length");
        if (!received.contains("Date")) {
            fields.add("Date", HttpDate.format(receivedAt));
        }
        mendLastModified(fields, received);
        if (stored && status == 200) {
            addResumption(fields, received, receivedAt);
        }
        return traced(fields, received, cacheStatus);
    }

    /** apt drops the connection at a date that is none, and knows only one of the three forms of dates. */
    private static void mendLastModified(Fields.Builder fields, Fields received) {
        var written = received.first("Last-Modified");
        if (written.isPresent()) {
            fields.remove("Last-Modified");
            HttpDate.parse(written.get()).ifPresent(date -> fields.add("Last-Modified", HttpDate.format(date)));
        }
    }

    private static void addResumption(Fields.Builder fields, Fields received, Instant storedAt) {
        if (received.first("Last-Modified").flatMap(HttpDate::parse).isEmpty()) {
            fields.add("Last-Modified", HttpDate.format(storedAt));
        }
        fields.remove("Accept-Ranges").add("Accept-Ranges", "bytes");
    }

    private static Fields traced(Fields.Builder fields, Fields received, String cacheStatus) {
        return fields.remove("Via")
                .add(
                        "Via",
                        received.combined("Via").map(via -> via + ", " + VIA).orElse(VIA))
                .remove("Cache-Status")
                .add(
                        "Cache-Status",
                        received.combined("Cache-Status")
                                .map(upstream -> upstream + ", " + cacheStatus)
                                .orElse(cacheStatus))
                .build();
    }
}
