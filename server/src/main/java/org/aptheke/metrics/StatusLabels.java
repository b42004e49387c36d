package org.aptheke.metrics;

import java.util.Arrays;

/**
 * Status codes as labels: those that this program and sensible origins use by themselves, the others by their class, so
 * that no origin can make up many.
 */
final class StatusLabels {
    private static final int[] CODES = {
        200, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 407, 408, 409, 410, 411,
        412, 413, 414, 415, 416, 417, 421, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 508, 511
    };

    private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final int MOST = 1000;
    private static final byte[] INDEX = index();

    /** How many labels there are. */
    static final int COUNT = CLASSES.length + CODES.length;

    private StatusLabels() {}

    private static byte[] index() {
        var index = new byte[MOST];
        for (int status = 0; status < MOST; status++) {
            int code = Arrays.binarySearch(CODES, status);
            int ofClass = status / 100;
            index[status] = (byte) (code >= 0 ? CLASSES.length + code : ofClass < CLASSES.length ? ofClass : 0);
        }
        return index;
    }

    /** The number of the label of a status; that of "none" for what is no status, as 0 where nothing was answered. */
    static int indexOf(int status) {
        return status < 0 || status >= MOST ? 0 : INDEX[status];
    }

    static String label(int index) {
        return index < CLASSES.length ? CLASSES[index] : Integer.toString(CODES[index - CLASSES.length]);
    }
}
