package org.aptheke.guide;

import java.util.ArrayList;
import java.util.List;
import org.aptheke.config.Settings;

/**
 * The set-ups of a cache as text. A line that begins with {@code #==} begins a way, one with {@code #--} a step, and all
 * that follows up to the next is what belongs there, to the letter.
 */
public final class Guide {
    private static final int WIDTH = 100;

    private Guide() {}

    /**
     * The ways that are wanted, or all that work here when none is named.
     *
     * @throws IllegalArgumentException when one does not work here, or the repository is not served, saying why
     */
    public static String text(Settings settings, CacheUrl cache, Wish wish, List<Way> wanted) {
        var offer = new Offer(settings);
        var recipes = new Recipes(offer, Reach.of(cache, offer.ports()), wish);
        wish.repository().flatMap(offer::refusal).ifPresent(reason -> {
            throw new IllegalArgumentException("--repository: " + reason);
        });
        for (Way way : wanted) {
            recipes.whyNot(way).ifPresent(reason -> {
                throw new IllegalArgumentException("--way " + way + ": " + reason);
            });
        }
        return text(
                wanted.isEmpty()
                        ? recipes.all()
                        : wanted.stream().map(recipes::of).toList());
    }

    /**
     * All ways that work here.
     *
     * @param ports on which clients are served really
     * @throws IllegalArgumentException when the repository is not served, saying why
     */
    public static List<Recipe> recipes(Settings settings, CacheUrl cache, Ports ports, Wish wish) {
        var offer = new Offer(settings);
        wish.repository().flatMap(offer::refusal).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new Recipes(offer, Reach.of(cache, ports), wish).all();
    }

    /** What puts a button that copies it beside each step of a page with recipes. */
    public static String copyScript() {
        return Resources.text("copy.js");
    }

    static String text(List<Recipe> recipes) {
        var text = new StringBuilder();
        for (var recipe : recipes) {
            text.append("#== ")
                    .append(recipe.way())
                    .append(": ")
                    .append(recipe.way().title())
                    .append('\n');
            wrapped(recipe.about())
                    .forEach(line -> text.append("#   ").append(line).append('\n'));
            for (var step : recipe.steps()) {
                text.append("#-- ").append(step.place()).append('\n').append(step.text());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
