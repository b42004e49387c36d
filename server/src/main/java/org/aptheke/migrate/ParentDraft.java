package org.aptheke.migrate;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proxy as apt-cacher-ng writes one: {@code http://user:password@proxy.example:3128}.
 *
 * @param url without user and password
 */
record ParentDraft(String url, Optional<String> user, Optional<String> password) {
    /** Empty when it is none, or none that can be used. */
    static Optional<ParentDraft> of(String text) {
        try {
            var uri = new URI(text.indexOf("://") < 0 ? "http://" + text : text);
            boolean usable = uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
            if (!usable) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            int colon = login.indexOf(':');
            return Optional.of(new ParentDraft(
                    uri.getScheme() + "://" + uri.getHost() + port,
                    colon < 1 ? Optional.empty() : Optional.of(decoded(login.substring(0, colon))),
                    colon < 1 ? Optional.empty() : Optional.of(decoded(login.substring(colon + 1)))));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the password, which is no text to be shown. */
    @Override
    public String toString() {
        return url;
    }

    List<String> toml() {
        var lines = new ArrayList<String>();
        lines.add("url = " + Toml.quoted(url));
        user.ifPresent(name -> lines.add("user = " + Toml.quoted(name)));
        password.ifPresent(secret -> lines.add("password = " + Toml.quoted(secret)));
        return lines;
    }
}
