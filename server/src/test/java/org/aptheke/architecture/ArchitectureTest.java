package org.aptheke.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/architecture.md on which package may use what. */
final class ArchitectureTest {
    private static final String ROOT = "org.aptheke";
    private static final int LEAST_CLASSES = 150;

    // Each layer may use itself and those before it; backends are for main alone.
    private static final List<String> FILES = List.of("files..");
    private static final List<String> WORDS = List.of("digest..", "http..", "events..");
    private static final List<String> KNOWLEDGE = List.of("cache..", "repo..");
    private static final List<String> PORTS = List.of("store", "origin");
    private static final List<String> BACKENDS = List.of("store.local..", "store.sql..", "origin.client..", "trust..");
    private static final List<String> FLOW = List.of(
            "fetch..",
            "pool..",
            "suite..",
            "route..",
            "upstream..",
            "remap..",
            "proxy..",
            "traffic..",
            "stock..",
            "health..",
            "jobs..",
            "bundle..",
            "intake..",
            "mirror..",
            "keep..");
    private static final List<String> FACES = List.of("server..", "admin..", "access..", "auth..", "metrics..");
    private static final List<String> CERTIFICATES = List.of("ca..");
    private static final List<String> LOGS = List.of("log..");
    private static final List<String> SETTINGS = List.of("config..");
    private static final List<String> GUIDES = List.of("guide..");
    private static final List<String> CONSOLE = List.of("console..");
    private static final List<String> ANNOUNCEMENTS = List.of("announce..");
    private static final List<String> SERVICE = List.of("systemd..");
    private static final List<String> MIGRATION = List.of("migrate..");
    private static final List<String> COMMANDS = List.of("cli..");
    private static final List<String> WHOLE = List.of("main..");

    private static final List<List<String>> LAYERS = List.of(
            FILES,
            WORDS,
            KNOWLEDGE,
            PORTS,
            BACKENDS,
            FLOW,
            FACES,
            CERTIFICATES,
            LOGS,
            SETTINGS,
            GUIDES,
            CONSOLE,
            ANNOUNCEMENTS,
            SERVICE,
            MIGRATION,
            COMMANDS,
            WHOLE);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isProductCode)
            .importPackages(ROOT);

    @Test
    void import_product_isNotNearlyEmpty() {
        assertThat(CLASSES.size()).isGreaterThan(LEAST_CLASSES);
        assertThat(CLASSES.stream().map(type -> type.getSimpleName()))
                .contains("TargetUri", "Proxy", "Main")
                .doesNotContain("ScriptedOrigin", "ArchitectureTest", "FakeOrigin", "CatalogContract");
    }

    @Test
    void packages_dependOnEachOther_withoutCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidden")
    void layer_usesNone_thatIsNotBelowIt(List<String> layer, List<String> others) {
        noClasses()
                .that()
                .resideInAnyPackage(packages(layer))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .check(CLASSES);
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of(FILES, allBut(List.of(FILES))),
                Arguments.of(WORDS, allBut(List.of(WORDS))),
                Arguments.of(KNOWLEDGE, allBut(List.of(WORDS, KNOWLEDGE))),
                Arguments.of(PORTS, allBut(List.of(WORDS, KNOWLEDGE, PORTS))),
                Arguments.of(BACKENDS, allBut(List.of(FILES, WORDS, KNOWLEDGE, PORTS, BACKENDS))),
                Arguments.of(FLOW, allBut(List.of(WORDS, KNOWLEDGE, PORTS, FLOW))),
                Arguments.of(FACES, allBut(List.of(FILES, WORDS, KNOWLEDGE, PORTS, FLOW, FACES))),
                Arguments.of(LOGS, allBut(List.of(WORDS, LOGS))),
                Arguments.of(CERTIFICATES, allBut(List.of(CERTIFICATES))),
                Arguments.of(ANNOUNCEMENTS, allBut(List.of(ANNOUNCEMENTS))),
                Arguments.of(SERVICE, allBut(List.of(SERVICE))),
                Arguments.of(SETTINGS, allBut(List.of(SETTINGS))),
                Arguments.of(GUIDES, allBut(List.of(WORDS, KNOWLEDGE, PORTS, FLOW, SETTINGS, GUIDES))),
                Arguments.of(CONSOLE, allBut(List.of(WORDS, KNOWLEDGE, PORTS, FLOW, FACES, SETTINGS, GUIDES, CONSOLE))),
                Arguments.of(MIGRATION, allBut(List.of(WORDS, KNOWLEDGE, PORTS, FLOW, MIGRATION))),
                Arguments.of(COMMANDS, allBut(List.of(CERTIFICATES, SETTINGS, GUIDES, SERVICE, MIGRATION, COMMANDS))));
    }

    @Test
    void backends_knowNothing_ofEachOther() {
        slices().matching(ROOT + ".store.(*)..").should().notDependOnEachOther().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".origin..")
                .check(CLASSES);
    }

    @Test
    void knowledge_isPure_andTouchesNoFileOrSocket() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".http..", ROOT + ".cache..", ROOT + ".repo..", ROOT + ".digest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..", "io.netty..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.net.Socket.class, java.net.URLConnection.class, java.io.File.class, Thread.class)
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0} only in {1}")
    @MethodSource("libraries")
    void library_isUsed_inOnePackageOnly(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(CLASSES);
    }

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("io.netty", "server.netty"),
                Arguments.of("java.sql", "store.sql"),
                Arguments.of("org.sqlite", "store.sql"),
                Arguments.of("org.bouncycastle.cert", "ca"),
                Arguments.of("org.bouncycastle.operator", "ca"),
                Arguments.of("org.bouncycastle.asn1", "ca"),
                Arguments.of("org.bouncycastle.pkcs", "ca"),
                Arguments.of("org.bouncycastle.openssl", "ca"),
                Arguments.of("org.bouncycastle.openpgp", "repo.openpgp"),
                Arguments.of("org.bouncycastle.bcpg", "repo.openpgp"),
                Arguments.of("org.bouncycastle.crypto.generators", "auth"),
                Arguments.of("io.javalin", "admin"),
                Arguments.of("org.eclipse.jetty", "admin"),
                Arguments.of("org.tukaani", "repo.codec"),
                Arguments.of("com.github.luben", "repo.codec"),
                Arguments.of("org.apache.commons", "repo.codec"),
                Arguments.of("com.cronutils", "config"),
                Arguments.of("io.micrometer", "metrics"),
                Arguments.of("io.prometheus", "metrics"),
                Arguments.of("picocli", "cli"),
                Arguments.of("javax.jmdns", "announce"),
                Arguments.of("ch.qos.logback", "log"));
    }

    @Test
    void httpClient_isUsed_forOriginsAndByTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".origin.client..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(CLASSES);
    }

    @Test
    void jackson_isUsed_forSettingsAndTheApi() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".config..", ROOT + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void templates_areRendered_forClientsAndOperators() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".guide..", ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("gg.jte..")
                .check(CLASSES);
    }

    @Test
    void time_isPassedIn_outsideOfMain() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".main..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalTime.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callConstructor(java.util.Date.class);

        rule.check(CLASSES);
    }

    @Test
    void output_ofTheProcess_belongsToMain() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".main..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void names_ofTypes_sayWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .resideInAnyPackage("..util..", "..impl..", "..model..", "..common..", "..supervisor..")
                .check(CLASSES);
    }

    /** The contracts in the engine's test jar and the testkit are on the class path too. */
    private static boolean isProductCode(Location location) {
        return !location.contains("-tests.jar") && !location.contains("testkit");
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> ROOT + "." + name).toArray(String[]::new);
    }

    private static List<String> allBut(List<List<String>> usable) {
        return LAYERS.stream()
                .filter(layer -> !usable.contains(layer))
                .flatMap(List::stream)
                .toList();
    }
}
