package org.aptheke.guide;

import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.config.Settings;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.ClientPages;

/** The guide as the running program serves it: for the settings in force, and for what the client calls the cache. */
public final class GuidePages implements ClientPages {
    private static final String UNNAMED = "THIS-HOST";

    private final Supplier<Settings> settings;
    private final Supplier<Ports> ports;
    private final LandingPage landing = new LandingPage();

    /**
     * A guide that asks for what it depends on each time.
     *
     * @param ports on which clients are served really
     */
    public GuidePages(Supplier<Settings> settings, Supplier<Ports> ports) {
        this.settings = settings;
        this.ports = ports;
    }

    @Override
    public Page page(Optional<Authority> cache) {
        var offer = new Offer(settings.get());
        var reach = reach(cache);
        return landing.of(new Recipes(offer, reach, Wish.EXAMPLES), reach.plain(), offer);
    }

    @Override
    public String text(Optional<Authority> cache) {
        var recipes = new Recipes(new Offer(settings.get()), reach(cache), Wish.EXAMPLES);
        return "# Aptheke, a cache for package repositories. Ways to set up a client:\n\n" + Guide.text(recipes.all());
    }

    @Override
    public String detectScript(Optional<Authority> cache) {
        return DetectScript.of(reach(cache).plain(), new Offer(settings.get()));
    }

    private Reach reach(Optional<Authority> cache) {
        var bound = ports.get();
        return cache.map(named -> Reach.named(named.host(), named.port(), bound))
                .orElseGet(() -> Reach.of(new CacheUrl(false, UNNAMED, bound.plainOr(3142)), bound));
    }
}
