package org.aptheke.guide;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.aptheke.proxy.ClientPages;

/**
 * Makes the page that people see at {@code /}: whole in itself, and by its policy nothing but itself. The template
 * escapes all that is put into it. Safe for use by many threads.
 */
final class LandingPage {
    private static final String STYLE = Resources.text("landing.css");
    private static final String SCRIPT = Guide.copyScript();
    private static final String POLICY = "default-src 'none'; style-src " + digest(STYLE) + "; script-src "
            + digest(SCRIPT) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, LandingPage.class.getClassLoader(), LandingPage.class.getPackageName());

    ClientPages.Page of(Recipes recipes, CacheUrl cache, Offer offer) {
        var view = new LandingView(cache.toString(), recipes.all(), offer.intercepts(), STYLE, SCRIPT);
        return new ClientPages.Page(html(view), POLICY);
    }

    String html(LandingView view) {
        var html = new StringOutput();
        templates.render("landing.jte", view, html);
        return html.toString();
    }

    /** As a policy names what may stand in a page. */
    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
