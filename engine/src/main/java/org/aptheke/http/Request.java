package org.aptheke.http;

/**
 * A request as it matters to a cache: content of requests is never used. Immutable.
 *
 * @param method {@code GET} or {@code HEAD}; others never come this far
 */
public record Request(String method, TargetUri target, Fields fields) {
    public boolean isHead() {
        return method.equals("HEAD");
    }

    public Request withFields(Fields newFields) {
        return new Request(method, target, newFields);
    }
}
