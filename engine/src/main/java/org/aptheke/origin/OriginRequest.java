package org.aptheke.origin;

import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;

/**
 * A request to an origin.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param fields end-to-end fields to send, without {@code Host}, {@code User-Agent} and {@code Via}
 * @param parent the name of the parent proxy to ask through, or {@link #DIRECT}; empty when the host decides
 */
public record OriginRequest(String method, TargetUri target, Fields fields, Optional<String> parent) {
    /** Stands for the name of a parent: none is to be used. */
    public static final String DIRECT = "direct";

    /** A request whose way the host decides. */
    public OriginRequest(String method, TargetUri target, Fields fields) {
        this(method, target, fields, Optional.empty());
    }

    public OriginRequest withTarget(TargetUri newTarget) {
        return new OriginRequest(method, newTarget, fields, parent);
    }

    public OriginRequest withFields(Fields newFields) {
        return new OriginRequest(method, target, newFields, parent);
    }
}
