package org.aptheke.testkit;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file at an origin that answers conditional and range requests as RFC 9110 asks (sections 13 and 14), or ignores
 * them on demand. Immutable: each {@code with} gives another resource.
 */
public final class Resource implements Handler {
    private static final Pattern SINGLE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Something a server of little learning does not know. */
    public enum Ignoring {
        RANGE,
        IF_RANGE,
        CONDITIONS
    }

    private final byte[] content;
    private final String etag;
    private final String lastModified;
    private final List<String> fieldLines;
    private final List<Ignoring> ignored;

    private Resource(byte[] content, String etag, String lastModified, List<String> lines, List<Ignoring> ignored) {
        this.content = content;
        this.etag = etag;
        this.lastModified = lastModified;
        this.fieldLines = lines;
        this.ignored = ignored;
    }

    /** A file without validators. */
    public static Resource of(byte[] content) {
        return new Resource(content.clone(), "", "", List.of(), List.of());
    }

    public static Resource of(String content) {
        return of(Samples.utf8(content));
    }

    /** With an entity tag, written as in the field: {@code "v1"} with its quotes, or {@code W/"v1"}. */
    public Resource withEtag(String newEtag) {
        return new Resource(content, newEtag, lastModified, fieldLines, ignored);
    }

    public Resource withLastModified(Instant instant) {
        return new Resource(content, etag, httpDate(instant), fieldLines, ignored);
    }

    /** With these lines, such as {@code Cache-Control: max-age=60}, in every answer but 416. */
    public Resource withFields(String... lines) {
        var all = new ArrayList<>(fieldLines);
        all.addAll(List.of(lines));
        return new Resource(content, etag, lastModified, List.copyOf(all), ignored);
    }

    public Resource ignoring(Ignoring... what) {
        return new Resource(content, etag, lastModified, fieldLines, List.of(what));
    }

    /** The instant as an IMF-fixdate (RFC 9110, 5.6.7). */
    public static String httpDate(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    public byte[] content() {
        return content.clone();
    }

    public String sha256() {
        return Samples.sha256(content);
    }

    @Override
    public void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
        if (isNotModified(request)) {
            reply.send(304, "", lines());
            return;
        }
        var range = wantedRange(request);
        if (range.isEmpty()) {
            reply.send(200, content, lines());
        } else if (range.get().from() >= content.length) {
            reply.send(416, "no such range\n", "Content-Range: bytes */" + content.length);
        } else {
            answerRange(range.get(), reply);
        }
    }

    private record Range(int from, int to) {}

    private void answerRange(Range range, Reply reply) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(lines()));
        all.add("Content-Range: bytes " + range.from() + "-" + (range.to() - 1) + "/" + content.length);
        reply.send(206, Arrays.copyOfRange(content, range.from(), range.to()), all.toArray(String[]::new));
    }

    private boolean isNotModified(ReceivedRequest request) {
        if (ignored.contains(Ignoring.CONDITIONS)) {
            return false;
        }
        var noneMatch = request.field("If-None-Match");
        if (noneMatch.isPresent()) {
            return !etag.isEmpty() && (noneMatch.get().equals("*") || mentions(noneMatch.get(), etag));
        }
        var since = request.field("If-Modified-Since");
        return since.isPresent()
                && !lastModified.isEmpty()
                && !parseDate(lastModified).isAfter(parseDate(since.get()));
    }

    private static boolean mentions(String noneMatch, String tag) {
        return noneMatch.contains(tag.startsWith("W/") ? tag.substring(2) : tag);
    }

    private static Instant parseDate(String date) {
        return Instant.from(IMF_FIXDATE.parse(date));
    }

    private Optional<Range> wantedRange(ReceivedRequest request) {
        var field = request.field("Range");
        if (field.isEmpty() || ignored.contains(Ignoring.RANGE) || !ifRangeHolds(request)) {
            return Optional.empty();
        }
        var matcher = SINGLE_RANGE.matcher(field.get());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var first = matcher.group(1);
        var last = matcher.group(2);
        if (first.isEmpty()) {
            return Optional.of(new Range(Math.max(0, content.length - Integer.parseInt(last)), content.length));
        }
        int to = last.isEmpty() ? content.length : Math.min(content.length, Integer.parseInt(last) + 1);
        return Optional.of(new Range(Integer.parseInt(first), to));
    }

    private boolean ifRangeHolds(ReceivedRequest request) {
        var validator = request.field("If-Range");
        return validator.isEmpty()
                || ignored.contains(Ignoring.IF_RANGE)
                || (validator.get().equals(etag) && !etag.startsWith("W/"))
                || validator.get().equals(lastModified);
    }

    private String[] lines() {
        var lines = new ArrayList<>(fieldLines);
        if (!etag.isEmpty()) {
            lines.add("ETag: " + etag);
        }
        if (!lastModified.isEmpty()) {
            lines.add("Last-Modified: " + lastModified);
        }
        return lines.toArray(String[]::new);
    }
}
