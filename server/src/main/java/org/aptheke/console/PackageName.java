package org.aptheke.console;

import java.util.regex.Pattern;
import org.aptheke.http.PercentEncoding;

/**
 * What the name of a file says of a package.
 *
 * @param version,architecture empty for files that are no packages
 */
record PackageName(String name, String version, String architecture) {
    private static final Pattern PACKAGE = Pattern.compile("([^_]+)_([^_]+)_([^_.]+)\\.u?deb");

    /** Of the file that a key names. */
    static PackageName of(String key) {
        var file = key.substring(key.lastIndexOf('/') + 1);
        var text = PercentEncoding.decoded(file).orElse(file);
        var parts = PACKAGE.matcher(text);
        return parts.matches()
                ? new PackageName(parts.group(1), parts.group(2), parts.group(3))
                : new PackageName(text.isEmpty() ? key : text, "", "");
    }
}
