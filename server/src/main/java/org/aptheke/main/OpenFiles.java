package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How many files this process may have open. */
final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    /** The JVM raises the soft limit to the hard one, so they are the same. */
    private static final Pattern LINE = Pattern.compile("(?m)^Max open files +([0-9]+) ");

    private static final int USUAL = 1024;
    private static final int SHARE = 4;
    private static final int MOST = 8192;

    private OpenFiles() {}

    /** A quarter of all, so that there is enough left for connections; each takes about a kilobyte of memory too. */
    static int forHotAnswers() {
        return Math.min(MOST, limit() / SHARE);
    }

    private static int limit() {
        try {
            var matcher = LINE.matcher(Files.readString(LIMITS));
            return matcher.find() ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(matcher.group(1))) : USUAL;
        } catch (IOException e) {
            return USUAL;
        }
    }
}
