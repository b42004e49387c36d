package org.aptheke.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the recipes of one cache. Immutable. */
final class Recipes {
    private static final String DIRECT = "DIRECT";
    private static final String PROXY = "Acquire::http::Proxy";
    private static final String SECURE_PROXY = "Acquire::https::Proxy";
    private static final int USUAL_PORT = 3142;

    private final Offer offer;
    private final Reach reach;
    private final Wish wish;

    Recipes(Offer offer, Reach reach, Wish wish) {
        this.offer = offer;
        this.reach = reach;
        this.wish = wish;
    }

    /** All that work on this cache, and for the repository that is wished. */
    List<Recipe> all() {
        return Arrays.stream(Way.values())
                .filter(way -> whyNot(way).isEmpty())
                .map(this::of)
                .toList();
    }

    /** Why a way cannot be gone; empty when it can. */
    Optional<String> whyNot(Way way) {
        return switch (way) {
            case PROXY, PATH, DETECT, DISCOVER -> Optional.empty();
            case HTTP ->
                wish.repository()
                        .filter(repository -> !repository.https())
                        .map(repository -> repository.url() + " is not https");
            case INTERCEPT -> whyNotIntercepted();
            case TLS ->
                reach.tls().isPresent() && offer.speaksTls()
                        ? Optional.empty()
                        : Optional.of("TLS is not spoken with clients: [tls] listen is empty");
        };
    }

    private Optional<String> whyNotIntercepted() {
        if (!offer.intercepts()) {
            return Optional.of("the interception of https is off: [intercept] hosts is empty");
        }
        return wish.repository()
                .filter(repository -> !repository.https() || !offer.intercepts(repository))
                .map(repository -> repository.url() + " is not intercepted: [intercept] hosts does not list it");
    }

    Recipe of(Way way) {
        return switch (way) {
            case PROXY -> proxy();
            case PATH -> path();
            case HTTP -> http();
            case INTERCEPT -> intercept();
            case TLS -> tls();
            case DETECT -> detect();
            case DISCOVER -> discover();
        };
    }

    private Recipe proxy() {
        var steps = proxySteps(reach.plain());
        steps.addAll(plainSource());
        return recipe(
                Way.PROXY,
                "For all http repositories at once: sources stay as they are. "
                        + (offer.tunnelsAll()
                                ? "https repositories go through the cache too, as tunnels, and are not cached."
                                : "https repositories go past the cache; the other ways are for these."),
                steps);
    }

    private List<Step> proxySteps(CacheUrl cache) {
        var steps = new ArrayList<>(List.of(proxyLines(cache).step()));
        steps.addAll(login(cache));
        return steps;
    }

    /** apt finds it for the cache as a proxy and as a server; the password itself is not for printing. */
    private List<Step> login(CacheUrl cache) {
        return offer.asksForPasswords()
                ? List.of(Step.secret(
                        "/etc/apt/auth.conf.d/30aptheke.conf",
                        "machine " + cache + " login " + wish.user().orElse("USER") + " password PASSWORD\n"))
                : List.of();
    }

    /** What to know of the way, and of logging in. */
    private Recipe recipe(Way way, String about, List<Step> steps) {
        return new Recipe(
                way,
                offer.asksForPasswords()
                        ? about + " This cache asks for a password: write yours in place of PASSWORD."
                        : about,
                steps);
    }

    /** An https source that meets a proxy which does not let it through fails, so it is led past. */
    private AptLines proxyLines(CacheUrl cache) {
        return new AptLines().set(PROXY, cache).set(SECURE_PROXY, offer.tunnelsAll() ? cache : DIRECT);
    }

    private Recipe path() {
        var steps = new ArrayList<Step>();
        steps.add(new AptLines()
                .remark("The cache itself is reached directly, also where there is another proxy.")
                .setFor(PROXY, reach.plain().host(), DIRECT)
                .step());
        steps.addAll(login(reach.plain()));
        examples(Repository.example(false, "deb.example.org", "/debian"), vendor())
                .forEach(repository -> steps.add(source(repository, inPath(repository))));
        String names = offer.remaps().isEmpty()
                ? ""
                : " Mirrors under a name: "
                        + String.join(
                                ", ",
                                offer.remaps().stream()
                                        .map(name -> reach.plain() + "/" + name)
                                        .toList())
                        + ".";
        return recipe(
                Way.PATH,
                "For one repository, http or https, where nothing else on the client is to change: its URI begins with the"
                        + " cache." + names,
                steps);
    }

    private String inPath(Repository repository) {
        return reach.plain() + (repository.https() ? "/https/" : "/") + repository.authority() + repository.path();
    }

    private Recipe http() {
        var repository = wish.repository().orElseGet(this::vendor);
        boolean ruled = offer.asksByHttps(repository);
        var steps = proxySteps(reach.plain());
        steps.add(source(
                repository, (ruled ? "http://" : "http://HTTPS///") + repository.authority() + repository.path()));
        return recipe(
                Way.HTTP,
                "For an https repository whose source may be changed. "
                        + (ruled
                                ? "The settings of this cache say that it is asked by https, so http:// is all it takes."
                                : "HTTPS/// stands before the host; an [[upstream]] table with scheme = \"https\" on the"
                                        + " cache makes that needless.")
                        + " The cache asks the repository by https with full certificate checks; apt checks signatures as"
                        + " always, so the way between client and cache needs no TLS.",
                steps);
    }

    private Recipe intercept() {
        var repository = wish.repository().orElseGet(this::intercepted);
        var cache = reach.plain();
        var lines = proxyLines(cache);
        if (!offer.tunnelsAll()) {
            offer.interceptedNames().forEach(name -> lines.setFor(SECURE_PROXY, name, cache));
            if (wish.repository().isPresent() && !offer.interceptedNames().contains(repository.host())) {
                lines.setFor(SECURE_PROXY, repository.host(), cache);
            }
            offer.interceptedPatterns()
                    .forEach(pattern -> lines.remark("For " + pattern + " one such line for each host."));
        }
        var steps = new ArrayList<Step>();
        steps.add(Step.onCache("aptheke ca install-script --cache " + cache + " > install-ca.sh\n"));
        steps.add(Step.onClient("sh install-ca.sh\n"));
        steps.add(lines.step());
        steps.addAll(login(cache));
        steps.add(source(repository, repository.url()));
        return recipe(
                Way.INTERCEPT,
                "For https repositories whose sources stay https://. Clients have to trust the certificate authority of this"
                        + " cache, which can sign for these hosts only: "
                        + String.join(", ", allIntercepted()) + ". Bring the script to them on a way that you trust.",
                steps);
    }

    private List<String> allIntercepted() {
        var all = new ArrayList<>(offer.interceptedHosts());
        all.addAll(offer.interceptedPatterns());
        return all;
    }

    /** Not by apt's option CAInfo: that would take the place of the system's authorities for https repositories too. */
    private Recipe tls() {
        var steps = new ArrayList<Step>();
        wish.certificates()
                .ifPresent(file -> steps.add(Step.onClient("install -m 644 " + file
                        + " /usr/local/share/ca-certificates/aptheke-cache.crt\nupdate-ca-certificates\n")));
        steps.addAll(proxySteps(reach.tls().orElseThrow()));
        steps.addAll(plainSource());
        return recipe(
                Way.TLS,
                "Where nobody between client and cache is to see what is asked for. All http repositories come this way;"
                        + " sources stay as they are. When the certificate of the cache is of an authority of your own, add"
                        + " that to the authorities of the system: aptheke client-config --ca-file FILE prints how.",
                steps);
    }

    private Recipe detect() {
        String program = "/usr/local/bin/aptheke-detect";
        var lines = new AptLines()
                .set("Acquire::http::Proxy-Auto-Detect", program)
                .set("Acquire::https::Proxy-Auto-Detect", program);
        var steps =
                new ArrayList<>(List.of(Step.program(program, DetectScript.of(reach.plain(), offer)), lines.step()));
        steps.addAll(login(reach.plain()));
        steps.addAll(plainSource());
        return recipe(
                Way.DETECT,
                "For laptops, and wherever a client must do without the cache: the script asks the cache whether it is well,"
                        + " and has apt go directly when it is not. Sources stay as they are. On Debian and Ubuntu the package"
                        + " aptheke-client does the same, and asks for the URL of this cache: " + reach.plain() + ".",
                steps);
    }

    private Recipe discover() {
        var cache = reach.plain();
        int dot = cache.host().indexOf('.');
        boolean named = !cache.isAddress() && dot > 0;
        String domain = named ? cache.host().substring(dot + 1) : "example.org";
        String target = named ? cache.host() : "cache.example.org";
        var steps = new ArrayList<Step>();
        steps.add(
                Step.inZone("_apt_proxy._tcp." + domain + ". 3600 IN SRV 0 0 " + cache.port() + " " + target + ".\n"));
        steps.add(Step.onClient("apt-get install auto-apt-proxy\n"));
        steps.addAll(login(named ? cache : cache.withHost(target)));
        return recipe(
                Way.DISCOVER,
                "auto-apt-proxy asks DNS for the domain of the client; without such a record it tries the host apt-proxy, the"
                        + " machine itself and its gateway, at port " + USUAL_PORT + "."
                        + (cache.port() == USUAL_PORT ? "" : " This cache has another port, so the record is needed."),
                steps);
    }

    /** The source as it is, where it is known and these lines are about it. */
    private List<Step> plainSource() {
        return wish.repository().filter(repository -> !repository.https()).stream()
                .map(repository -> source(repository, repository.url()))
                .toList();
    }

    private List<Repository> examples(Repository... usual) {
        return wish.repository().map(List::of).orElse(List.of(usual));
    }

    private Repository intercepted() {
        String host = offer.interceptedHosts().stream().findFirst().orElse("vendor.example");
        return Repository.example(true, host, "/apt");
    }

    /** An https repository that this cache knows of, else an example. */
    private Repository vendor() {
        return offer.askedByHttps().orElseGet(() -> Repository.example(true, "vendor.example", "/apt"));
    }

    private static Step source(Repository repository, String uri) {
        return Step.file(repository.file(), repository.stanza(uri));
    }
}
