package org.aptheke.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.Tool;

/**
 * A client on which nothing is set up: its {@code /etc/apt}, {@code /usr/local} and certificates are directories of its
 * own, mounted where a command runs that belongs to it. For one thread.
 */
final class CleanMachine {
    private final Path home;
    private final AptClient apt;
    private String more = "";

    private CleanMachine(Path home, AptClient apt) {
        this.home = home;
        this.apt = apt;
    }

    static CleanMachine in(Path home) throws IOException, InterruptedException {
        for (var directory : List.of("usr/local/bin", "usr/local/share/ca-certificates", "certs", "root")) {
            Files.createDirectories(home.resolve(directory));
        }
        Tool.in(home)
                .output("cp", "-a", "/etc/ssl/certs/.", home.resolve("certs").toString());
        var machine = new CleanMachine(home, AptClient.in(home));
        machine.apt.wrappedBy(machine.inside());
        return machine;
    }

    /** Has more commands run before any other, such as to mount something. */
    CleanMachine preparedBy(String commands) {
        more += commands + "\n";
        apt.wrappedBy(inside());
        return this;
    }

    /** The home of its superuser, where its commands run. */
    Path root() {
        return home.resolve("root");
    }

    AptClient apt() {
        return apt;
    }

    /** Does all of it, in order; {@code tools} has the program of the cache. */
    void follow(Instructions instructions, Path tools) throws IOException, InterruptedException {
        for (var step : instructions.steps()) {
            switch (step) {
                case Instructions.Step.File file -> write(file);
                case Instructions.Step.OnClient(var script) -> run("sh", "-ec", script);
                case Instructions.Step.OnCache(var script) -> onCache(script, tools);
                case Instructions.Step.InZone _ -> {
                    // The zone is not this machine's.
                }
            }
        }
    }

    private void write(Instructions.Step.File file) throws IOException {
        var path = home.resolve("." + file.path());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.text());
        if (file.executable() && !path.toFile().setExecutable(true)) {
            throw new IOException(path + " cannot be made executable");
        }
    }

    /** What the commands leave is brought to the client. */
    private void onCache(String script, Path tools) throws IOException, InterruptedException {
        Tool.in(root()).with("PATH", tools + ":" + System.getenv("PATH")).output("sh", "-ec", script);
    }

    /** Runs a command there and gives its standard output. */
    String run(String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of(inside()));
        whole.addAll(List.of(command));
        return Tool.in(root()).output(whole.toArray(String[]::new));
    }

    private String[] inside() {
        String mounts = """
                mount --bind '%1$s/etc/apt' /etc/apt
                mount --bind '%1$s/usr/local' /usr/local
                mount --bind '%1$s/certs' /etc/ssl/certs
                """.formatted(home);
        return new String[] {
            "unshare", "--mount", "--uts", "--map-root-user", "sh", "-ec", mounts + more + "exec \"$@\"", "sh"
        };
    }
}
