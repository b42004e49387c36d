package org.aptheke.guide;

import java.util.ArrayList;
import java.util.List;

/** Lines of {@code apt.conf}. For one thread. */
final class AptLines {
    static final String FILE = "/etc/apt/apt.conf.d/30aptheke";

    private final List<String> lines = new ArrayList<>();

    AptLines remark(String text) {
        lines.add("// " + text);
        return this;
    }

    AptLines set(String option, Object value) {
        lines.add(option + " \"" + value + "\";");
        return this;
    }

    /** For one host; apt has no way to write an IPv6 address there. */
    AptLines setFor(String option, String host, Object value) {
        return host.startsWith("[") ? this : set(option + "::" + host, value);
    }

    Step step() {
        return Step.file(FILE, String.join("\n", lines) + "\n");
    }
}
