package org.aptheke.repo.openpgp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a file as apt reads them when it takes signatures apart: each without its line end, then without
 * trailing blanks and tabs (RFC 9580, 7.2). A cursor, for one thread.
 */
final class TrimmedLines {
    private final byte[] file;
    private int next;
    private int start;
    private int end;

    TrimmedLines(byte[] file) {
        this.file = file;
    }

    /** Goes to the next line; false at the end of the file. */
    boolean advance() {
        if (next >= file.length) {
            return false;
        }
        start = next;
        while (next < file.length && file[next] != '\n') {
            next++;
        }
        end = next;
        next++;
        while (end > start && file[end - 1] == '\r') {
            end--;
        }
        while (end > start && (file[end - 1] == ' ' || file[end - 1] == '\t')) {
            end--;
        }
        return true;
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean is(String text) {
        return Arrays.equals(file, start, end, text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    boolean startsWith(String text) {
        int length = text.length();
        return end - start >= length
                && Arrays.equals(
                        file, start, start + length, text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    boolean contains(char wanted) {
        for (int i = start; i < end; i++) {
            if (file[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Appends the line from its {@code skipped}-th byte on, and a line feed. */
    void copyTo(ByteArrayOutputStream out, int skipped) {
        out.write(file, start + skipped, end - start - skipped);
        out.write('\n');
    }
}
