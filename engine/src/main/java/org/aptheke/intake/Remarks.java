package org.aptheke.intake;

import java.util.List;

/** Lines for people, the first of them only, each once: walks come by the same place several times. */
final class Remarks {
    private static final int MOST = 100;

    private Remarks() {}

    static void add(List<String> remarks, String remark) {
        if (remarks.size() < MOST && !remarks.contains(remark)) {
            remarks.add(remark);
        }
    }
}
