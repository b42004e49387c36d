package org.aptheke.migrate;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One directive, where it stands. Immutable.
 *
 * @param file its name without the directory
 * @param lineNumber from 1
 * @param name as it is written
 */
record AcngLine(String file, int lineNumber, String name, String value) {
    private static final String REMAP = "remap-";
    private static final Set<String> WITH_SECRETS = Set.of("adminauth", "proxy", "requestappendix");

    /** What directives are found by: their names are compared without regard to case. */
    String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    boolean isRemap() {
        return key().startsWith(REMAP);
    }

    /** Of a remap. */
    String remapName() {
        return name.substring(REMAP.length());
    }

    /** What it says, when that is a whole number. */
    OptionalLong number() {
        return value.matches("[+-]?[0-9]{1,17}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    /** Of a switch. */
    boolean isOn() {
        return number().orElse(0) != 0;
    }

    String where() {
        return file + ":" + lineNumber;
    }

    /** For reports: without what nobody should read there. */
    @Override
    public String toString() {
        boolean secret = WITH_SECRETS.contains(key()) || value.matches(".*//[^/ ]*@.*");
        return where() + " " + name + ": " + (secret ? "***" : value);
    }
}
