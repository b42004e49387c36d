package org.aptheke.fetch;

import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.testkit.Samples;

/** What the tests of contents that nobody has promised share. */
abstract class PlainFixture extends FetchFixture {
    static final byte[] LARGE = Samples.bytes(1, 3 << 20);
    static final byte[] SMALL = Samples.bytes(2, 20_000);
    static final String[] VALIDATED = {"ETag", "\"v1\"", "Date", "Thu, 01 Jan 2026 00:00:00 GMT"};

    static FetchPlan retrieve() {
        return plan(new FetchPlan.Purpose.Retrieve());
    }

    static FetchPlan rangePlan(String range) {
        return plan(new FetchPlan.Purpose.RetrieveRange(Fields.of("Range", range)));
    }

    static FetchPlan plan(FetchPlan.Purpose purpose) {
        return new FetchPlan(KEY, new Request("GET", TARGET, Fields.EMPTY), Fields.EMPTY, purpose, true, () -> true);
    }

    static Reply partFrom(int position, String etag) {
        return Reply.of(
                        206,
                        "ETag",
                        etag,
                        "Content-Range",
                        "bytes " + position + "-" + (LARGE.length - 1) + "/" + LARGE.length)
                .bytes(LARGE, position, LARGE.length);
    }

    static Reply range(int first, int end) {
        return Reply.of(
                        206,
                        "ETag",
                        "\"v1\"",
                        "Cache-Control",
                        "max-age=600",
                        "Content-Range",
                        "bytes " + first + "-" + (end - 1) + "/" + LARGE.length)
                .bytes(LARGE, first, end);
    }
}
