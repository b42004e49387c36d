package org.aptheke.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
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
final class ClientConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

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
            description = "Its suite. Default: stable.")
    private String suite = "stable";

    @Option(
            names = "--component",
            paramLabel = "COMPONENT",
            split = ",",
            defaultValue = "main",
            description = "Its components; may be repeated. Default: main.")
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

    ClientConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
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
    public Integer call() {
        try {
            surroundings
                    .out()
                    .print(guide(ConfigFile.load(options.sources(surroundings)).settings()));
            return 0;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::complain);
        } catch (IOException | IllegalArgumentException e) {
            complain(String.valueOf(e.getMessage()));
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
        return CommandLineProgram.REFUSED;
    }

    private String guide(Settings settings) throws IOException {
        var wanted = Optional.ofNullable(repository)
                .map(url -> Repository.at(url, suite, components, Optional.ofNullable(keyring)));
        var wish = new Wish(wanted, Optional.ofNullable(certificates));
        return Guide.text(settings, cache.url(settings), wish, ways);
    }

    private void complain(Object what) {
        surroundings.err().println("aptheke: " + what);
    }
}
