package org.aptheke.main;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.aptheke.cli.CommandLineProgram;
import org.aptheke.cli.ProcessSignals;
import org.aptheke.cli.Surroundings;
import org.aptheke.log.ProgramLog;
import org.aptheke.server.netty.UnixDatagrams;
import org.aptheke.systemd.InheritedSockets;
import org.aptheke.systemd.Supervisor;

/** Where the program begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var environment = System.getenv();
        long pid = ProcessHandle.current().pid();
        var supervisor = Supervisor.of(environment, pid, UnixDatagrams::send);
        var surroundings = new Surroundings(
                Version.TEXT,
                environment,
                System.getProperty("user.name", ""),
                Path.of(System.getProperty("user.home", "/")),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new ProcessSignals(),
                supervisor,
                InstantSource.system());
        var wiring = new Wiring(supervisor, InheritedSockets.of(environment, pid));
        int status = CommandLineProgram.run(args, wiring, surroundings);
        ProgramLog.stop();
        System.exit(status);
    }
}
