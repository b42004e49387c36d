package org.aptheke.proxy;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Preconditions;
import org.aptheke.http.RangeSpec;
import org.aptheke.http.Request;
import org.aptheke.http.Response;

/** Answers with a part of a content (RFC 9110, 14). */
final class Ranged {
    private Ranged() {}

    /** The one range asked for, if it may be answered as a range of this representation (RFC 9110, 13.1.5, 14.2). */
    static Optional<RangeSpec> requested(Request request, Fields representation) {
        return RangeSpec.parse(request.fields())
                .filter(_ -> Preconditions.ifRangeHolds(request.fields(), representation));
    }

    static Answer ofFile(RangeSpec range, Fields fields, Content.OpenFile file, String cacheStatus) throws IOException {
        return switch (range.resolve(file.size())) {
            case RangeSpec.Resolved.Satisfiable(long first, long end) ->
                part(fields, new Content.File(file, first, end - first), first, end, file.size(), cacheStatus);
            case RangeSpec.Resolved.Unsatisfiable _ -> {
                file.close();
                yield unsatisfiable(file.size(), fields, cacheStatus);
            }
        };
    }

    static Answer part(Fields fields, Content content, long first, long end, long size, String cacheStatus) {
        var ranged = fields.with("Content-Range", contentRange(first, end, OptionalLong.of(size)));
        return new Answer(new Response(206, ranged, content), cacheStatus, "", Optional.empty());
    }

    static String contentRange(long first, long end, OptionalLong complete) {
        return "bytes " + first + "-" + (end - 1) + "/" + (complete.isPresent() ? complete.getAsLong() : "*");
    }

    static Answer unsatisfiable(long size, Fields representation, String cacheStatus) {
        var extra = Fields.builder().add("Content-Range", "bytes */" + size);
        for (var name : new String[] {"ETag", "Last-Modified", "Age", "Date"}) {
            representation.first(name).ifPresent(value -> extra.add(name, value));
        }
        return ErrorAnswers.of(
                416, "The range begins behind the end: the file has " + size + " bytes.", cacheStatus, extra.build());
    }
}
