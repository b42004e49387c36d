package org.aptheke.guide;

/**
 * One thing to do: a text, and where it belongs.
 *
 * @param text lines, the last one ended
 */
public record Step(Place place, String text) {
    public Step {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line has no end: " + text);
        }
    }

    private static final String USUAL = "644";

    /** Where the text of a step belongs. */
    public sealed interface Place {
        /** Into a file of the client. */
        record File(String path, String mode) implements Place {
            @Override
            public String toString() {
                return "file " + path + (mode.equals(USUAL) ? "" : ", mode " + mode);
            }
        }

        /** Into a shell on the client. */
        record OnClient() implements Place {
            @Override
            public String toString() {
                return "on the client, as root";
            }
        }

        /** Into a shell on the cache. */
        record OnCache() implements Place {
            @Override
            public String toString() {
                return "on the cache";
            }
        }

        /** Into the DNS zone of the clients. */
        record InZone() implements Place {
            @Override
            public String toString() {
                return "in the DNS zone of the clients";
            }
        }
    }

    static Step file(String path, String text) {
        return new Step(new Place.File(path, USUAL), text);
    }

    static Step program(String path, String text) {
        return new Step(new Place.File(path, "755"), text);
    }

    /** For nobody but the superuser to read. */
    static Step secret(String path, String text) {
        return new Step(new Place.File(path, "600"), text);
    }

    static Step onClient(String text) {
        return new Step(new Place.OnClient(), text);
    }

    static Step onCache(String text) {
        return new Step(new Place.OnCache(), text);
    }

    static Step inZone(String text) {
        return new Step(new Place.InZone(), text);
    }
}
