package org.aptheke.cli;

import java.io.IOException;
import java.util.List;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.CaSet;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands for the certificate authority of interception. */
@Command(name = "ca", description = "Makes, shows and renews the certificate authority of intercepted hosts.")
final class CaCommand extends CommandGroup {
    private CaCommand() {}

    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new CaCommand())
                .addSubcommand(new Init(surroundings))
                .addSubcommand(new Rotate(surroundings))
                .addSubcommand(new Activate(surroundings))
                .addSubcommand(new Show(surroundings))
                .addSubcommand(new CaInstallScriptCommand(surroundings));
    }

    /** A command that does something with the authorities of the configured data directory. */
    abstract static class Step extends ConfiguredCommand {
        Step(Surroundings surroundings) {
            super(surroundings);
        }

        /** What to print. */
        abstract String take(CaDirectory directory, Settings settings) throws IOException;

        @Override
        final int run(Configuration configuration) throws IOException {
            var settings = configuration.settings();
            surroundings().out().println(take(new CaDirectory(settings.data()), settings));
            return 0;
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
        String take(CaDirectory directory, Settings settings) throws IOException {
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
        String take(CaDirectory directory, Settings settings) throws IOException {
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
        String take(CaDirectory directory, Settings settings) throws IOException {
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
        String take(CaDirectory directory, Settings settings) throws IOException {
            var set = directory.existing();
            if (pem) {
                return set.bundle().stripTrailing();
            }
            set.remarks(settings.intercept().names(), surroundings().clock().instant())
                    .forEach(this::say);
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
