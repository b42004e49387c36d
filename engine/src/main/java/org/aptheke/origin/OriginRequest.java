package org.aptheke.origin;

import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;

/**
 * A request to an origin.
 *
 * @param method {@code GET} or {@code HEAD}
 * @param fields end-to-end fields to send, without {@code Host}, {@code User-Agent} and {@code Via}
 */
public record OriginRequest(String method, TargetUri target, Fields fields) {}
