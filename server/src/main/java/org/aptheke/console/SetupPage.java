package org.aptheke.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.config.Settings;
import org.aptheke.guide.CacheUrl;
import org.aptheke.guide.Guide;
import org.aptheke.guide.Ports;
import org.aptheke.guide.Recipe;
import org.aptheke.guide.Repository;
import org.aptheke.guide.Wish;

/** What a client needs for each way that works on this cache, for the repository that is named. */
final class SetupPage implements Sheet.Middle {
    private static final int USUAL_PORT = 3142;

    private final Supplier<Settings> settings;
    private final Supplier<Ports> ports;
    private final String host;

    /** @param host what this machine is called, as long as nobody says what clients call it */
    SetupPage(Supplier<Settings> settings, Supplier<Ports> ports, String host) {
        this.settings = settings;
        this.ports = ports;
        this.host = host;
    }

    /**
     * What its template shows.
     *
     * @param problem what is wrong with what was asked for; empty when nothing is
     */
    record View(
            Frame frame,
            String cache,
            String repository,
            String suite,
            String components,
            String problem,
            List<Recipe> recipes) {
        View {
            recipes = List.copyOf(recipes);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        var visit = frame.visit();
        var cache = visit.asked("cache").isBlank()
                ? CacheUrl.of(false, host, ports.get().plainOr(USUAL_PORT)).toString()
                : visit.asked("cache").strip();
        var repository = visit.asked("repository").strip();
        var suite =
                visit.asked("suite").isBlank() ? "stable" : visit.asked("suite").strip();
        var components = visit.asked("components").isBlank()
                ? "main"
                : visit.asked("components").strip();
        try {
            var recipes = Guide.recipes(
                    settings.get(), CacheUrl.parse(cache), ports.get(), wish(repository, suite, components));
            return shown(new View(frame, cache, repository, suite, components, "", recipes));
        } catch (IllegalArgumentException e) {
            return shown(
                    new View(frame, cache, repository, suite, components, String.valueOf(e.getMessage()), List.of()));
        }
    }

    private static Optional<String> shown(View view) {
        return Optional.of(Templates.render("setup", view));
    }

    private static Wish wish(String repository, String suite, String components) {
        return repository.isEmpty()
                ? Wish.EXAMPLES
                : new Wish(
                        Optional.of(Repository.at(
                                repository, suite, List.of(components.split("[ ,]+", -1)), Optional.empty())),
                        Optional.empty(),
                        Optional.empty());
    }
}
