package org.aptheke.repo.apt;

import java.util.Arrays;

/**
 * Checks names of files as indexes write them, relative to a directory, and brings them into their one form: without
 * segments {@code .} and without empty ones. Refuses what leaves the directory or is no name. Reused for each name; for
 * one thread.
 */
final class RelativeName {
    private final Slice name = new Slice();
    private byte[] scratch = new byte[256];

    /** The normal form of the name: these bytes themselves where possible, else valid until the next call. */
    Slice normalised(Slice written) throws MalformedMetadataException {
        if (isNormal(written)) {
            name.set(written.bytes, written.start, written.end);
        } else {
            rebuild(written);
        }
        if (name.isEmpty()) {
            throw refused(written, "names no file");
        }
        return name;
    }

    /** As {@link #normalised}, but with empty segments refused, as in a list that a release file gives of its members. */
    Slice strictlyNormalised(Slice written) throws MalformedMetadataException {
        for (int i = written.start + 1; i < written.end; i++) {
            if (written.bytes[i] == '/' && written.bytes[i - 1] == '/') {
                throw refused(written, "has an empty segment");
            }
        }
        return normalised(written);
    }

    /** Also refuses what must never be, so that a name that is not normal has only segments to leave out. */
    private static boolean isNormal(Slice written) throws MalformedMetadataException {
        byte[] bytes = written.bytes;
        if (written.isEmpty() || bytes[written.start] == '/') {
            throw refused(written, written.isEmpty() ? "is empty" : "is an absolute path");
        }
        boolean normal = true;
        int segment = written.start;
        for (int i = written.start; i <= written.end; i++) {
            if (i == written.end || bytes[i] == '/') {
                int length = i - segment;
                if (length == 2 && bytes[segment] == '.' && bytes[segment + 1] == '.') {
                    throw refused(written, "leaves its directory");
                }
                normal &= length > 1 || (length == 1 && bytes[segment] != '.');
                segment = i + 1;
            } else if ((bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7f || bytes[i] == '\\') {
                throw refused(written, "has a character that no name has");
            }
        }
        if (bytes[written.end - 1] == '/') {
            throw refused(written, "is a directory");
        }
        return normal;
    }

    private void rebuild(Slice written) {
        if (scratch.length < written.length()) {
            scratch = Arrays.copyOf(scratch, Math.max(written.length(), 2 * scratch.length));
        }
        int length = 0;
        int segment = written.start;
        for (int i = written.start; i <= written.end; i++) {
            if (i == written.end || written.bytes[i] == '/') {
                int size = i - segment;
                if (size > 1 || (size == 1 && written.bytes[segment] != '.')) {
                    if (length > 0) {
                        scratch[length++] = '/';
                    }
                    System.arraycopy(written.bytes, segment, scratch, length, size);
                    length += size;
                }
                segment = i + 1;
            }
        }
        name.set(scratch, 0, length);
    }

    private static MalformedMetadataException refused(Slice written, String why) {
        return new MalformedMetadataException("the name " + written.shown() + " " + why);
    }
}
