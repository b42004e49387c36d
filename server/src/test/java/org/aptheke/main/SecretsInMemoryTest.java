package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigSources;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginRequest;
import org.aptheke.proxy.Exchange;
import org.aptheke.remap.Remaps;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.upstream.SecureOrigins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No object of the program that holds a secret, or holds one that does, says it when it is turned into text. */
final class SecretsInMemoryTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final String PASSWORD = "hunter2secret";
    private static final String TOKEN = "token-of-the-vendor";
    private static final String OF_FILE = "secret-of-a-file";
    private static final String OF_PARENT = "secret-of-the-parent";

    @TempDir
    Path directory;

    @Test
    void toString_everythingReachable_saysNoSecret() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        var certificate = ca.issueClient("us");
        var key = certificate.resolveSibling("us.key");
        var configuration = ConfigFile.load(new ConfigSources(
                configuration(certificate, key), true, Map.of(), directory, List.of(), Optional.empty()));
        var prepared = Prepared.of(configuration.settings(), Remaps.none(), CLOCK);
        var authorization = Fields.of("Authorization", "Basic " + base64("user:" + PASSWORD), "Cookie", TOKEN);
        var target = new TargetUri(Scheme.HTTPS, "vendor.example", 443, "/x", "").as("vendor");
        var request = new Request("GET", target, authorization);
        try (var origins = new SwitchableOrigin(
                new OriginIdentity("aptheke/test", "1.1 aptheke (test)"),
                CLOCK,
                new SecureOrigins(directory.resolve("secure-origins"), CLOCK),
                prepared)) {
            var seen = new Seen();
            seen.walk(
                    configuration,
                    prepared,
                    origins,
                    new OriginRequest("GET", target, authorization),
                    new Exchange(request, InetAddress.ofLiteral("127.0.0.1"), 1, Instant.EPOCH));

            assertThat(seen.classes)
                    .contains(
                            "org.aptheke.origin.Secret",
                            "org.aptheke.config.Hidden",
                            "org.aptheke.upstream.Grant",
                            "org.aptheke.upstream.Grant$Proof$Bearer",
                            "org.aptheke.origin.ParentProxy$Login",
                            "org.aptheke.origin.client.TlsRules$Identity",
                            "org.aptheke.http.Fields$Field");
            var secrets = List.of(
                    PASSWORD,
                    TOKEN,
                    OF_FILE,
                    OF_PARENT,
                    base64("user:" + PASSWORD),
                    Files.readString(key).lines().toList().get(1));
            for (String text : seen.texts) {
                assertThat(secrets).as(text).noneMatch(text::contains);
            }
        }
    }

    private Path configuration(Path certificate, Path key) throws Exception {
        var netrc = Files.writeString(
                directory.resolve("netrc"), "machine files.example login user password " + OF_FILE + "\n");
        var token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        return Files.writeString(
                directory.resolve("aptheke.toml"), """
                [[credentials]]
                name = "vendor"
                hosts = "vendor.example"
                clients = "127.0.0.1"
                user = "user"
                password = "%s"

                [[credentials]]
                name = "bearer"
                hosts = "bearer.example"
                clients = "127.0.0.1"
                token_file = "%s"

                [[credentials]]
                name = "files"
                clients = "127.0.0.1"
                netrc = "%s"

                [[credentials]]
                name = "cert"
                hosts = "cert.example"
                clients = "127.0.0.1"
                certificate = "%s"
                key = "%s"

                [[parent]]
                url = "http://proxy.example:3128"
                user = "user"
                password = "%s"

                [[remap]]
                name = "rep"
                to = "https://vendor.example/deb"
                credentials = "vendor"
                """.formatted(PASSWORD, token, netrc, certificate, key, OF_PARENT));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the objects of the program that can be reached say. */
    private static final class Seen {
        final Set<String> classes = new TreeSet<>();
        final List<String> texts = new ArrayList<>();
        private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Object> waiting = new ArrayDeque<>();

        void walk(Object... roots) throws IllegalAccessException {
            for (var root : roots) {
                add(root);
            }
            while (!waiting.isEmpty()) {
                look(waiting.remove());
            }
        }

        private void add(Object object) {
            if (object != null && known.add(object)) {
                waiting.add(object);
            }
        }

        private void look(Object object) throws IllegalAccessException {
            switch (object) {
                case Map<?, ?> map ->
                    map.forEach((key, value) -> {
                        add(key);
                        add(value);
                    });
                case Collection<?> several -> several.forEach(this::add);
                case Optional<?> optional -> optional.ifPresent(this::add);
                case AtomicReference<?> reference -> add(reference.get());
                case Object[] array -> {
                    for (int i = 0; i < Array.getLength(array); i++) {
                        add(array[i]);
                    }
                }
                default -> {
                    if (isOurs(object)) {
                        lookInside(object);
                    }
                }
            }
        }

        private void lookInside(Object object) throws IllegalAccessException {
            classes.add(object.getClass().getName());
            texts.add(object.getClass().getName() + ": " + object);
            for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        add(field.get(object));
                    }
                }
            }
        }

        private static boolean isOurs(Object object) {
            return isOurs(object.getClass());
        }

        private static boolean isOurs(Class<?> type) {
            return type.getName().startsWith("org.aptheke.") && !type.isEnum();
        }
    }
}
