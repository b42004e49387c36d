package org.aptheke.origin;

/**
 * What this program says of itself to origins.
 *
 * @param userAgent for {@code User-Agent}, like {@code aptheke/0.1.0}
 * @param via its element of {@code Via} (RFC 9110, 7.6.3), like {@code 1.1 aptheke (3f9c2a71)}: the comment tells this
 *     instance from another in a chain
 */
public record OriginIdentity(String userAgent, String via) {}
