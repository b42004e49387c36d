package org.aptheke.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, which the build writes into it. */
public final class Version {
    /** Such as {@code 0.1.0}. */
    public static final String TEXT = read();

    private Version() {}

    private static String read() {
        try (var in = Version.class.getResourceAsStream("/org/aptheke/main/version.properties")) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its version");
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
