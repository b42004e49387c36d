package org.aptheke.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows the suites that the running program keeps: state, date, last check, signature, and what is"
                + " wrong; or how mirrors and parent proxies fare. Asks the API at console.listen.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--origins",
            description = "Shows the mirrors of remaps, parent proxies, and origins that are asked by https.")
    private boolean origins;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return ask(ConfigFile.load(options.sources(surroundings)).settings());
        } catch (ConfigRefusedException e) {
            e.problems().forEach(problem -> surroundings.err().println("aptheke: " + problem));
            return CommandLineProgram.REFUSED;
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private int ask(Settings settings) throws InterruptedException {
        var address = settings.console().listen();
        String host = address.getHostString();
        var url = URI.create("http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort()
                + (origins ? "/api/v1/origins" : "/api/v1/suites"));
        var request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Accept", json ? "application/json" : "text/plain")
                .build();
        try (var client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return failed(url, "answered " + response.statusCode() + ": " + response.body());
            }
            surroundings.out().print(response.body());
            return 0;
        } catch (IOException e) {
            return failed(url, "does not answer: is the program running, with this configuration?");
        }
    }

    private int failed(URI url, String why) {
        surroundings.err().println("aptheke: " + url + " " + why);
        return 1;
    }
}
