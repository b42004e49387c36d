package org.aptheke.repo.apt;

import java.util.Arrays;

/** The longest directory that all names so far are in. For one thread. */
final class CommonDirectory {
    private byte[] common = {};
    private int length = -1;

    void add(Slice name) {
        if (length < 0) {
            common = Arrays.copyOfRange(name.bytes, name.start, name.end);
            length = common.length;
            shorten();
        } else if (length > 0) {
            int same = Arrays.mismatch(common, 0, length, name.bytes, name.start, name.end);
            if (same >= 0 && same < length) {
                length = same;
                shorten();
            }
        }
    }

    /** With a slash at its end; empty when there is none. */
    String text() {
        var slice = new Slice();
        slice.set(common, 0, Math.max(0, length));
        return slice.text();
    }

    private void shorten() {
        while (length > 0 && common[length - 1] != '/') {
            length--;
        }
    }
}
