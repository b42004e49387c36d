package org.aptheke.origin.client;

import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.aptheke.http.Fields;

/** A response whose fields are in our own words; the library's headers stay empty. */
final class ParsedResponse extends BasicClassicHttpResponse {
    private static final long serialVersionUID = 1;

    private final boolean persistentByDefault;
    private final transient Fields received;

    /** @param minorVersion of HTTP/1 */
    ParsedResponse(int status, int minorVersion, Fields received) {
        super(status, "");
        this.persistentByDefault = minorVersion > 0;
        this.received = received;
        setVersion(persistentByDefault ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0);
    }

    /** Whether it is HTTP/1.1 or a later minor version. */
    boolean isVersion11() {
        return persistentByDefault;
    }

    Fields received() {
        return received;
    }
}
