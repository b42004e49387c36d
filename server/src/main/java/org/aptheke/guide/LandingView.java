package org.aptheke.guide;

import java.util.List;

/**
 * What the landing page shows.
 *
 * @param cache as its clients call it
 * @param intercepts whether there is a certificate authority
 * @param style,script the texts of these elements, ours to the letter
 */
record LandingView(String cache, List<Recipe> recipes, boolean intercepts, String style, String script) {
    LandingView {
        recipes = List.copyOf(recipes);
    }
}
