package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The libraries beside the packaged program are such as the JVM's AOT cache takes. */
final class PackagedClassesTest {
    private static final Path LIB =
            Path.of("../server/target/lib").toAbsolutePath().normalize();
    private static final int JAVA_6 = 50;

    @Test
    void commandLineLibrary_everyClass_hasFramesForTheVerifier() throws Exception {
        var versions = versions(jar("picocli"));

        assertThat(versions).hasSizeGreaterThan(100);
        assertThat(versions).allSatisfy((_, version) -> assertThat(version).isGreaterThanOrEqualTo(JAVA_6));
    }

    private static Path jar(String name) throws IOException {
        try (var files = Files.list(LIB)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, Integer> versions(Path jar) throws IOException {
        var versions = new HashMap<String, Integer>();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class")) {
                    try (var in = new DataInputStream(file.getInputStream(entry))) {
                        in.skipNBytes(Integer.BYTES + Short.BYTES); // the mark and the minor version
                        versions.put(entry.getName(), in.readUnsignedShort());
                    }
                }
            }
        }
        return versions;
    }
}
