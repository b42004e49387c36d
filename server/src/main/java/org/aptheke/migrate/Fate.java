package org.aptheke.migrate;

import java.util.List;

/** What becomes of a directive. */
sealed interface Fate {
    /**
     * A setting takes its place.
     *
     * @param keys of the configuration
     * @param note how it differs; empty when it does not
     */
    record Mapped(List<String> keys, String note) implements Fate {
        public Mapped {
            keys = List.copyOf(keys);
        }
    }

    /** What it asks for happens without a setting, or is not needed here. */
    record Needless(String why) implements Fate {}

    /** There is nothing like it here. */
    record Lacking(String why) implements Fate {}

    /** It does nothing in apt-cacher-ng either. */
    record Dead() implements Fate {}

    /** A later one counts. */
    record Overridden(AcngLine by) implements Fate {}

    /** No version of apt-cacher-ng that is known has it. */
    record Unknown() implements Fate {}

    static Fate mapped(String... keys) {
        return new Mapped(List.of(keys), "");
    }

    static Fate mapped(String key, String note) {
        return new Mapped(List.of(key), note);
    }

    /** For people. */
    default String words() {
        return switch (this) {
            case Mapped(var keys, var note) -> "set: " + String.join(", ", keys) + (note.isEmpty() ? "" : "; " + note);
            case Needless(var why) -> "needs no setting: " + why;
            case Lacking(var why) -> "not taken over: " + why;
            case Dead() -> "dead: it does nothing in apt-cacher-ng either";
            case Overridden(var by) -> "does not count: " + by.where() + " says it again";
            case Unknown() -> "not taken over: apt-cacher-ng has no such directive";
        };
    }
}
