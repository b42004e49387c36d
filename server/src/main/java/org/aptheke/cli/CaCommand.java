package org.aptheke.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.CaSet;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for the certificate authority of interception. */
@Command(
        name = "ca",
        description = "Makes, shows and renews the certificate authority of intercepted hosts.",
        synopsisSubcommandLabel = "COMMAND")
final class CaCommand extends WithHelp implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private CaCommand() {}

    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new CaCommand())
                .addSubcommand(new Init(surroundings))
                .addSubcommand(new Rotate(surroundings))
                .addSubcommand(new Activate(surroundings))
                .addSubcommand(new Show(surroundings))
                .addSubcommand(new CaInstallScriptCommand(surroundings));
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "A command is missing");
    }

    /** A command that does something with the authorities of the configured data directory. */
    abstract static class Step implements Callable<Integer> {
        private final Surroundings surroundings;

        @Mixin
        private final ConfigOptions options = new ConfigOptions();

        Step(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /** What to print. */
        abstract String run(CaDirectory directory, Settings settings) throws IOException;

        Surroundings surroundings() {
            return surroundings;
        }

        @Override
        public Integer call() {
            try {
                var settings = ConfigFile.load(options.sources(surroundings)).settings();
                surroundings.out().println(run(new CaDirectory(settings.data()), settings));
                return 0;
            } catch (ConfigRefusedException e) {
                e.problems().forEach(this::complain);
            } catch (IOException e) {
                complain(e.getMessage());
            } finally {
                surroundings.out().flush();
                surroundings.err().flush();
            }
            return CommandLineProgram.REFUSED;
        }

        void complain(@Nullable Object what) {
            surroundings.err().println("aptheke: " + what);
        }
    }

    /** Makes the first authority. */
    @Command(
            name = "init",
            description = {
                "Makes the certificate authority, for exactly the hosts that intercept.hosts lists.",
                "It is kept in the directory ca of the data directory, where only its owner reads it."
            })
    static final class Init extends Step {
        Init(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String run(CaDirectory directory, Settings settings) throws IOException {
            var set = directory.init(hosts(settings), surroundings().clock().instant());
            return described(set) + "\nNext: aptheke ca install-script prints what clients run to trust it.";
        }
    }

    /** Makes the authority that is to follow. */
    @Command(
            name = "rotate",
            description = {
                "Makes another authority for the hosts that intercept.hosts lists now; clients are offered both from now on.",
                "The one before signs until aptheke ca activate."
            })
    static final class Rotate extends Step {
        Rotate(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String run(CaDirectory directory, Settings settings) throws IOException {
            var set = directory.rotate(hosts(settings), surroundings().clock().instant());
            return described(set)
                    + "\nNext: have all clients trust both (aptheke ca install-script); then: aptheke ca activate";
        }
    }

    /** Lets the next authority sign. */
    @Command(name = "activate", description = "Ends a rotation: the next authority signs, the one before is deleted.")
    static final class Activate extends Step {
        Activate(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String run(CaDirectory directory, Settings settings) throws IOException {
            return described(directory.activate());
        }
    }

    /** Shows the authorities. */
    @Command(name = "show", description = "Shows the authorities there are, and what they may sign for.")
    static final class Show extends Step {
        @CommandLine.Option(names = "--pem", description = "Prints the certificates that clients are to trust.")
        private boolean pem;

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        String run(CaDirectory directory, Settings settings) throws IOException {
            var set = directory.existing();
            if (pem) {
                return set.bundle().stripTrailing();
            }
            set.remarks(settings.intercept().names(), surroundings().clock().instant())
                    .forEach(this::complain);
            return described(set);
        }
    }

    private static List<String> hosts(Settings settings) throws IOException {
        var names = settings.intercept().names();
        if (names.isEmpty()) {
            throw new IOException("intercept.hosts is empty: list the hosts that the authority is to sign for, such as"
                    + " [intercept] hosts = [\"vendor.example\"]");
        }
        return names;
    }

    private static String described(CaSet set) {
        return String.join("\n", set.description());
    }
}
