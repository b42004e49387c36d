package org.aptheke.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.admin.Asset;
import org.aptheke.guide.Guide;

/** The style, the scripts and the icon, as they are in the program's own file. Immutable. */
final class Assets {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "console.css",
            "text/css; charset=utf-8",
            "console.js",
            SCRIPT,
            "live.js",
            SCRIPT,
            "icon.svg",
            "image/svg+xml");

    private final Map<String, Asset> assets = new TreeMap<>();

    Assets() {
        TYPES.forEach((name, type) -> add(name, type, text(name)));
        add("copy.js", SCRIPT, Guide.copyScript());
    }

    private void add(String name, String type, String text) {
        assets.put(name, new Asset(type, text, tag(text)));
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    private static String text(String name) {
        try (var in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own resources", e);
        }
    }

    private static String tag(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
