package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The samples for Compose and Kubernetes fit the image and the program. */
final class ContainerFilesTest {
    private static final Path DIRECTORY = Path.of("../packaging/container");

    /** Transfers ten, the store five. */
    private static final int SECONDS_TO_STOP = 15;

    @Test
    void compose_fitsTheImage() throws IOException {
        Object compose = new Yaml().load(Files.readString(DIRECTORY.resolve("compose.yaml")));
        var service = at(compose, "services", "aptheke");

        assertThat(DIRECTORY.resolve(
                        text(service, "build", "dockerfile").replaceFirst("^../../packaging/container/", "")))
                .exists();
        assertThat(text(service, "volumes")).contains(":" + inDockerfile("VOLUME "));
        assertThat(text(service, "ports"))
                .contains(":" + inDockerfile("EXPOSE ").replaceFirst(" .*", ""));
        assertThat(text(service, "read_only")).isEqualTo("true");
        assertThat(number(text(service, "stop_grace_period"))).isGreaterThan(SECONDS_TO_STOP);
    }

    @Test
    void kubernetes_fitsTheImage() throws IOException {
        for (var document : new Yaml().loadAll(Files.readString(DIRECTORY.resolve("kubernetes.yaml")))) {
            if (text(document, "kind").equals("StatefulSet")) {
                assertFits(at(document, "spec", "template", "spec"));
                return;
            }
        }
        throw new AssertionError("no StatefulSet");
    }

    private static void assertFits(Object pod) throws IOException {
        var container = ((Iterable<?>) at(pod, "containers")).iterator().next();

        assertThat(text(pod, "securityContext", "runAsUser")).isEqualTo(inDockerfile("ARG UID="));
        assertThat(text(pod, "securityContext", "fsGroup")).isEqualTo(inDockerfile("ARG GID="));
        assertThat(number(text(pod, "terminationGracePeriodSeconds"))).isGreaterThan(SECONDS_TO_STOP);
        assertThat(text(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo("true");
        assertThat(text(container, "volumeMounts")).contains("mountPath=" + inDockerfile("VOLUME "));
        assertThat(text(container, "ports")).contains("containerPort=3142");
        assertThat(text(container, "livenessProbe", "httpGet", "path")).isEqualTo("/healthz");
        assertThat(text(container, "readinessProbe", "httpGet", "path")).isEqualTo("/readyz");
    }

    /** What stands behind those words in the Dockerfile. */
    private static String inDockerfile(String words) throws IOException {
        return Files.readAllLines(DIRECTORY.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith(words))
                .findFirst()
                .orElseThrow()
                .substring(words.length());
    }

    private static Object at(Object node, String... path) {
        var found = node;
        for (var name : path) {
            found = Objects.requireNonNull(((Map<?, ?>) found).get(name), name);
        }
        return found;
    }

    private static String text(Object node, String... path) {
        return at(node, path).toString();
    }

    private static int number(String duration) {
        return Integer.parseInt(duration.replaceFirst("s$", ""));
    }
}
