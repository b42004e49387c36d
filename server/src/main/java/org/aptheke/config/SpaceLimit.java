package org.aptheke.config;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How much may be stored: so many bytes, a part of the file system, or as much as there is room for. */
public sealed interface SpaceLimit {
    /** So many bytes. */
    record Bytes(long bytes) implements SpaceLimit {}

    /** So many hundredths of the file system. */
    record Percent(int percent) implements SpaceLimit {}

    /** Only the disk is the limit. */
    record None() implements SpaceLimit {}

    /** In bytes, on a file system of that size; empty when there is no limit. */
    default OptionalLong in(long fileSystemBytes) {
        return switch (this) {
            case Bytes(long bytes) -> OptionalLong.of(bytes);
            case Percent(int percent) -> OptionalLong.of(fileSystemBytes / 100 * percent);
            case None() -> OptionalLong.empty();
        };
    }

    /**
     * The limit as it is written.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static SpaceLimit parse(String text) {
        if (text.equals("none")) {
            return new None();
        }
        if (Pattern.matches("[0-9]{1,3} ?%", text)) {
            return new Percent(percent(text));
        }
        long bytes = Units.size(text);
        if (bytes == 0) {
            throw new IllegalArgumentException("a budget of nothing; write a size such as 100GiB, 80%, or none");
        }
        return new Bytes(bytes);
    }

    /**
     * So many hundredths, from 1 to 100.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static int percent(String text) {
        if (!Pattern.matches("[0-9]{1,3} ?%", text)) {
            throw new IllegalArgumentException("not a part of a hundred; write 85%");
        }
        int percent = Integer.parseInt(text.substring(0, text.length() - 1).strip());
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("must be from 1% to 100%");
        }
        return percent;
    }

    static String write(SpaceLimit limit) {
        return switch (limit) {
            case Bytes(long bytes) -> Units.size(bytes);
            case Percent(int percent) -> percent + "%";
            case None() -> "none";
        };
    }
}
