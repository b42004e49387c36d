package org.aptheke.cli;

import java.io.Console;
import java.util.Optional;

/** What a person sits at, if one looks at what this process prints. */
final class Terminal {
    static final String CLEAR = "\033[H\033[J";
    static final String CLEAR_LINE = "\r\033[K";

    private Terminal() {}

    static boolean isThere() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
