package org.aptheke.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the configuration from all its sources and reports everything that is wrong with it at once. */
public final class ConfigFile {
    private static final String PREFIX = "APTHEKE_";
    /** Variables of the launcher and the commands, not of the configuration. */
    private static final List<String> OTHER_VARIABLES =
            List.of("APTHEKE_AOT", "APTHEKE_JAVA_OPTIONS", "APTHEKE_SERVER", "APTHEKE_TOKEN");

    private static final Map<String, Key<?>> BY_NAME =
            Keys.all().stream().collect(Collectors.toMap(Key::name, Function.identity()));
    private static final Map<String, Key<?>> BY_VARIABLE =
            Keys.all().stream().collect(Collectors.toMap(Key::variable, Function.identity()));

    private final ConfigSources sources;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Values values = Values.defaults();

    private ConfigFile(ConfigSources sources) {
        this.sources = sources;
    }

    /** Reads all sources; can be called again to read them anew. */
    public static Configuration load(ConfigSources sources) throws ConfigRefusedException {
        return new ConfigFile(sources).load();
    }

    /** The names of keys that differ and take effect with a restart only. */
    public static List<String> needRestart(Configuration before, Configuration after) {
        List<Configuration.Effective> old = before.effective();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            String name = old.get(i).name();
            if (Keys.RESTART.contains(name)
                    && !old.get(i).value().equals(after.effective().get(i).value())) {
                names.add(name);
            }
        }
        return names;
    }

    private Configuration load() throws ConfigRefusedException {
        take(new Found(
                "default",
                OptionalInt.empty(),
                Keys.DATA.name(),
                TomlFile.text(sources.defaultData().toString())));
        files().forEach(this::takeFile);
        environment().forEach(this::take);
        commandLine().forEach(this::take);
        checkTogether();
        if (!problems.isEmpty()) {
            throw new ConfigRefusedException(problems);
        }
        remarks.addAll(keyringRemarks());
        return new Configuration(settings(), values.effective(), remarks);
    }

    /** What is right by itself but not together. */
    private void checkTogether() {
        if (!values.of(Keys.TLS_LISTEN).isEmpty()
                && values.of(Keys.TLS_CERTIFICATE).isEmpty()) {
            problems.add(values.problem(
                    Keys.TLS_LISTEN, "there is no certificate to show there", "set tls.certificate, and tls.key"));
        }
        if (values.of(HouseKeys.STORE_LOW_MARK) > values.of(HouseKeys.STORE_HIGH_MARK)) {
            problems.add(values.problem(
                    HouseKeys.STORE_LOW_MARK, "it is above store.high_mark", "set it to store.high_mark or less"));
        }
    }

    private void takeFile(Path file) {
        int before = problems.size();
        TomlFile.read(file, problems).forEach(this::take);
        problems.subList(before, problems.size())
                .sort(Comparator.comparingInt(problem -> problem.line().orElse(0)));
    }

    private void take(Found found) {
        Key<?> key = BY_NAME.get(found.name());
        if (key == null) {
            throw new AssertionError("only declared keys are passed on, not " + found.name());
        }
        values.read(key, found, problems);
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (sources.mustExist() || Files.exists(sources.mainFile())) {
            files.add(sources.mainFile());
        }
        Path parts = sources.mainFile().resolveSibling("conf.d");
        if (Files.isDirectory(parts)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parts, "*.toml")) {
                List<Path> sorted = new ArrayList<>();
                found.forEach(sorted::add);
                sorted.sort(null);
                files.addAll(sorted);
            } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
                problems.add(new ConfigProblem(
                        parts.toString(),
                        OptionalInt.empty(),
                        "",
                        "",
                        "the directory cannot be read: " + e.getMessage(),
                        ""));
            }
        }
        return files;
    }

    private List<Found> environment() {
        List<Found> found = new ArrayList<>();
        new TreeMap<>(sources.environment()).forEach((variable, value) -> {
            Key<?> key = BY_VARIABLE.get(variable);
            if (key != null) {
                variable(variable, key, value, found);
            } else if (variable.startsWith(PREFIX) && !OTHER_VARIABLES.contains(variable)) {
                // Not refused: container platforms set variables of this form for a service of the same name.
                remarks.add("the variable " + variable + " is not used"
                        + Nearest.to(variable, BY_VARIABLE.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        });
        return found;
    }

    /** A value that begins with a bracket is TOML, a list may also be written with commas. */
    private void variable(String variable, Key<?> key, String value, List<Found> found) {
        try {
            found.add(new Found(variable, OptionalInt.empty(), key.name(), node(key, value.strip())));
        } catch (JacksonException e) {
            problems.add(new ConfigProblem(
                    variable,
                    OptionalInt.empty(),
                    key.name(),
                    Keys.SECRET.contains(key.name()) ? "" : value,
                    "not TOML: " + e.getOriginalMessage(),
                    ""));
        }
    }

    private static JsonNode node(Key<?> key, String value) {
        if (!key.kind().isList()) {
            return TomlFile.text(value);
        }
        // "[::1]:3142" is an address; TOML's list begins with a quote, a brace or its end.
        return value.matches("(?s)\\[\\s*[\"'{\\]].*") ? TomlFile.value(value) : TomlFile.list(value.split("[,\\s]+"));
    }

    private List<Found> commandLine() {
        List<Found> found = new ArrayList<>();
        if (!sources.listen().isEmpty()) {
            JsonNode all = TomlFile.list(sources.listen().toArray(String[]::new));
            found.add(new Found("--listen", OptionalInt.empty(), Keys.LISTEN.name(), all));
        }
        sources.data()
                .ifPresent(path ->
                        found.add(new Found("--data", OptionalInt.empty(), Keys.DATA.name(), TomlFile.text(path))));
        return found;
    }

    /** The usual places may be missing; what the operator named should be there. */
    private List<String> keyringRemarks() {
        var paths = new KeyringPaths();
        if (!values.isDefault(Keys.SIGNATURES_KEYRINGS)) {
            paths.check(Keys.SIGNATURES_KEYRINGS.name(), values.of(Keys.SIGNATURES_KEYRINGS));
        }
        for (var repository : values.of(Keys.REPOSITORY)) {
            repository
                    .keyrings()
                    .ifPresent(keyrings ->
                            paths.check(Keys.REPOSITORY.name() + " " + repository.match() + ": keyrings", keyrings));
        }
        return paths.remarks();
    }

    private Settings settings() {
        return new Settings(
                values.of(Keys.DATA),
                values.of(Keys.LISTEN),
                console(),
                new Settings.Clients(values.of(Keys.CLIENTS_ALLOW), values.of(Keys.CLIENTS_HTPASSWD)),
                new Settings.Hosts(values.of(Keys.HOSTS_ALLOW), values.of(Keys.HOSTS_DENY)),
                new Settings.Connect(values.of(Keys.CONNECT_ALLOW), values.of(Keys.CONNECT_IDLE_TIMEOUT)),
                new Settings.Intercept(values.of(Keys.INTERCEPT_HOSTS)),
                new Settings.Tls(values.of(Keys.TLS_LISTEN), values.of(Keys.TLS_CERTIFICATE), values.of(Keys.TLS_KEY)),
                new Settings.Announce(values.of(Keys.ANNOUNCE_MDNS)),
                new Settings.Egress(values.of(Keys.EGRESS_ALLOW)),
                upstreams(),
                new Settings.Freshness(
                        values.of(Keys.FRESHNESS_CHECK_AFTER),
                        values.of(Keys.FRESHNESS_NOT_FOUND),
                        values.of(Keys.FRESHNESS_IMMUTABLE)),
                new Settings.Suites(
                        values.of(Keys.SUITES_ADOPT_WAIT),
                        values.of(Keys.SUITES_REFRESH),
                        values.of(Keys.SUITES_IN_USE),
                        values.of(Keys.SUITES_GIVE_UP),
                        values.of(Keys.SUITES_STALE)),
                new Settings.Warm(values.of(Keys.WARM_BUDGET), values.of(Keys.WARM_FROM), values.of(Keys.WARM_TO)),
                origin(),
                new Settings.Limits(
                        values.of(Keys.LIMITS_CONNECTIONS),
                        values.of(Keys.LIMITS_PER_CLIENT),
                        values.of(Keys.LIMITS_REQUEST_RATE),
                        values.of(Keys.LIMITS_REQUESTS_AHEAD),
                        values.of(Keys.LIMITS_IDLE_TIMEOUT),
                        values.of(Keys.LIMITS_HEADER_TIMEOUT)),
                new Settings.Signatures(values.of(Keys.SIGNATURES_POLICY), values.of(Keys.SIGNATURES_KEYRINGS)),
                values.of(Keys.REPOSITORY),
                new Settings.Store(
                        values.of(Keys.STORE_KEEP_FREE),
                        values.of(HouseKeys.STORE_BUDGET),
                        values.of(HouseKeys.STORE_HIGH_MARK),
                        values.of(HouseKeys.STORE_LOW_MARK)),
                house(),
                new Settings.Traffic(values.of(HouseKeys.TRAFFIC_KEEP)),
                new Settings.Hot(values.of(Keys.HOT_MEMORY)),
                new Settings.Log(
                        values.of(Keys.LOG_ACCESS),
                        values.of(ConsoleKeys.AUDIT).in(values.of(Keys.DATA)),
                        values.of(Keys.LOG_FORMAT),
                        values.of(Keys.LOG_LEVEL)));
    }

    private Settings.Console console() {
        return new Settings.Console(
                values.of(ConsoleKeys.LISTEN),
                values.of(ConsoleKeys.SOCKET).in(values.of(Keys.DATA)),
                values.of(ConsoleKeys.CERTIFICATE),
                values.of(ConsoleKeys.KEY),
                values.of(ConsoleKeys.IDLE_TIMEOUT),
                values.of(ConsoleKeys.SESSION_LIFETIME),
                values.of(ConsoleKeys.USER));
    }

    private Settings.House house() {
        return new Settings.House(
                values.of(HouseKeys.OFFLINE),
                new Settings.Expire(
                        values.of(HouseKeys.EXPIRE_KEEP_UNREFERENCED),
                        values.of(HouseKeys.EXPIRE_KEEP_UNUSED),
                        values.of(HouseKeys.EXPIRE_NEWEST),
                        values.of(HouseKeys.EXPIRE_KEEP_IDLE_SUITE)),
                values.of(HouseKeys.IMPORT_TRUSTED_KEYS),
                new Settings.Scrub(values.of(HouseKeys.SCRUB_RUNS), values.of(HouseKeys.SCRUB_RATE)),
                new Settings.Schedule(
                        values.of(HouseKeys.SCHEDULE_EXPIRE),
                        values.of(HouseKeys.SCHEDULE_SCRUB),
                        values.of(HouseKeys.SCHEDULE_MIRROR),
                        values.of(HouseKeys.SCHEDULE_JITTER),
                        values.of(HouseKeys.SCHEDULE_QUIET_FROM),
                        values.of(HouseKeys.SCHEDULE_QUIET_TO)),
                values.of(HouseKeys.MIRROR));
    }

    private Upstreams upstreams() {
        return new Upstreams(
                values.of(Keys.UPSTREAM), values.of(Keys.REMAP), values.of(Keys.CREDENTIALS), values.of(Keys.PARENT));
    }

    private Settings.Origin origin() {
        return new Settings.Origin(
                values.of(Keys.ORIGIN_CONNECT_TIMEOUT),
                values.of(Keys.ORIGIN_IDLE_TIMEOUT),
                values.of(Keys.ORIGIN_MINIMUM_RATE),
                values.of(Keys.ORIGIN_PER_ORIGIN),
                values.of(Keys.ORIGIN_FETCHES),
                values.of(Keys.ORIGIN_WAITING),
                values.of(Keys.ORIGIN_RETRIES),
                values.of(Keys.ORIGIN_RATE),
                values.of(Keys.ORIGIN_RATE_PER_ORIGIN),
                values.of(Keys.ORIGIN_MAX_OBJECT),
                values.of(Keys.ORIGIN_HOURS));
    }
}
