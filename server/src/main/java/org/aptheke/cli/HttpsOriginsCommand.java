package org.aptheke.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.aptheke.config.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "https-origins",
        description = {
            "Prints the origins that are asked by https because they redirected http there, or forgets one.",
            "A program that runs takes notice with SIGHUP. To keep an origin from being remembered at all, write an"
                    + " [[upstream]] table with scheme = \"http\"."
        })
final class HttpsOriginsCommand extends ConfiguredCommand {
    private final SecureOriginBook book;

    @Option(names = "--forget", paramLabel = "HOST[:PORT]", description = "Forgets this one.")
    private @Nullable String forgotten;

    HttpsOriginsCommand(SecureOriginBook book, Surroundings surroundings) {
        super(surroundings);
        this.book = book;
    }

    @Override
    int run(Configuration configuration) throws IOException {
        var data = configuration.settings().data();
        if (forgotten == null) {
            book.lines(data).forEach(surroundings().out()::println);
        } else if (!isForgotten(data, forgotten)) {
            throw new IOException(forgotten + " is not among them");
        }
        return 0;
    }

    private boolean isForgotten(Path data, String host) throws IOException {
        try {
            return book.forget(data, host);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
