package org.aptheke.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "https-origins",
        description = {
            "Prints the origins that are asked by https because they redirected http there, or forgets one.",
            "A program that runs takes notice with SIGHUP. To keep an origin from being remembered at all, write an"
                    + " [[upstream]] table with scheme = \"http\"."
        })
final class HttpsOriginsCommand implements Callable<Integer> {
    private final SecureOriginBook book;
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--forget", paramLabel = "HOST[:PORT]", description = "Forgets this one.")
    private @Nullable String forgotten;

    HttpsOriginsCommand(SecureOriginBook book, Surroundings surroundings) {
        this.book = book;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            Path data =
                    ConfigFile.load(options.sources(surroundings)).settings().data();
            if (forgotten == null) {
                book.lines(data).forEach(surroundings.out()::println);
            } else if (!book.forget(data, forgotten)) {
                return complain(forgotten + " is not among them");
            }
            return 0;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::complain);
            return CommandLineProgram.REFUSED;
        } catch (IllegalArgumentException e) {
            return complain(String.valueOf(e.getMessage()));
        } finally {
            surroundings.out().flush();
        }
    }

    private int complain(Object what) {
        surroundings.err().println("aptheke: " + what);
        surroundings.err().flush();
        return CommandLineProgram.REFUSED;
    }
}
