package org.aptheke.main;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.aptheke.cli.CommandLineProgram;
import org.aptheke.cli.ProcessSignals;
import org.aptheke.cli.Surroundings;
import org.aptheke.log.ProgramLog;

/** Where the program begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var surroundings = new Surroundings(
                Version.TEXT,
                System.getenv(),
                System.getProperty("user.name", ""),
                Path.of(System.getProperty("user.home", "/")),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new ProcessSignals(),
                InstantSource.system());
        int status = CommandLineProgram.run(args, new Wiring(), surroundings);
        ProgramLog.stop();
        System.exit(status);
    }
}
