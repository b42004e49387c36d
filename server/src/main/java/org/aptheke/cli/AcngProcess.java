package org.aptheke.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Finds apt-cacher-ng while it runs with a certain configuration or cache, on this machine. */
final class AcngProcess {
    private static final String NAME = "apt-cacher-ng";

    private AcngProcess() {}

    /** Its number. What another user's process was started with is seen by root only. */
    static OptionalLong with(Path configuration, Path cache) {
        return ProcessHandle.allProcesses()
                .filter(process -> isIt(process.info(), configuration, cache))
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    private static boolean isIt(ProcessHandle.Info info, Path configuration, Path cache) {
        boolean named =
                info.command().filter(command -> command.endsWith("/" + NAME)).isPresent();
        var arguments = List.of(info.arguments().orElseGet(() -> new String[0]));
        return named
                && arguments.stream()
                        .anyMatch(argument ->
                                argument.equals(configuration.toString()) || argument.equals("CacheDir=" + cache));
    }
}
