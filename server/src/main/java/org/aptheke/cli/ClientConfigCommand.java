package org.aptheke.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import org.aptheke.guide.Guide;
import org.aptheke.guide.Repository;
import org.aptheke.guide.Way;
import org.aptheke.guide.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Prints what clients need to have their packages come through this cache. */
@Command(
        name = "client-config",
        description = {
            "Prints what clients need, for each way that works with this configuration: files for /etc/apt and commands.",
            "Behind a line that begins with \"#--\" stands what belongs where that line says. With --repository the sources are"
                    + " written for that repository, else they are examples."
        })
final class ClientConfigCommand extends ConfiguredCommand {
    @Mixin
    private final CacheOption cache = new CacheOption();

    @Option(
            names = "--way",
            paramLabel = "WAY",
            split = ",",
            completionCandidates = Ways.class,
            converter = Ways.class,
            description = "Only this one: ${COMPLETION-CANDIDATES}. May be repeated.")
    private List<Way> ways = new ArrayList<>();

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "What clients want, such as https://vendor.example/apt.")
    private @Nullable String repository;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            defaultValue = "stable",
            description = "The suite of that repository. Default: stable.")
    private String suite = "stable";

    @Option(
            names = "--component",
            paramLabel = "COMPONENT",
            split = ",",
            defaultValue = "main",
            description = "The components of that repository; may be repeated. Default: main.")
    private List<String> components = new ArrayList<>();

    @Option(names = "--signed-by", paramLabel = "FILE", description = "Where clients have the keyring of who signs it.")
    private @Nullable String keyring;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "For --way tls: where clients have the authority of the cache's certificate, when it is one of your"
                            + " own.")
    private @Nullable String certificates;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Whom clients log in as, where the cache asks for a password.")
    private @Nullable String user;

    ClientConfigCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** The ways as words. */
    static final class Ways extends ArrayList<String> implements ITypeConverter<Way> {
        private static final long serialVersionUID = 1;

        Ways() {
            super(names());
        }

        private static List<String> names() {
            return List.of(Way.values()).stream().map(Way::toString).toList();
        }

        @Override
        public Way convert(String word) {
            try {
                return Way.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + word + "' is not one of " + String.join(", ", this));
            }
        }
    }

    @Override
    int run(Configuration configuration) throws IOException {
        try {
            print(guide(configuration.settings()));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String guide(Settings settings) throws IOException {
        var wanted = Optional.ofNullable(repository)
                .map(url -> Repository.at(url, suite, components, Optional.ofNullable(keyring)));
        var wish = new Wish(wanted, Optional.ofNullable(certificates), Optional.ofNullable(user));
        return Guide.text(settings, cache.url(settings), wish, ways);
    }
}
