package org.aptheke.config;

import java.util.Optional;
import org.aptheke.config.Settings.LogTarget;

/** Reads and writes where a log goes: a path, {@code -} or {@code off}. */
final class LogTargets {
    private LogTargets() {}

    static Optional<LogTarget> parse(String text) {
        return switch (text) {
            case "off" -> Optional.empty();
            case "-" -> Optional.of(new LogTarget.StandardOutput());
            default -> Optional.of(new LogTarget.File(Paths.absolute(text)));
        };
    }

    static String write(Optional<LogTarget> target) {
        return target.map(LogTargets::write).orElse("off");
    }

    private static String write(LogTarget target) {
        return switch (target) {
            case LogTarget.StandardOutput() -> "-";
            case LogTarget.File(var path) -> path.toString();
        };
    }
}
