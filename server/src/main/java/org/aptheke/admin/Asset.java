package org.aptheke.admin;

/**
 * A file that pages use, such as their style.
 *
 * @param tag tells its contents from others
 */
public record Asset(String type, String text, String tag) {}
