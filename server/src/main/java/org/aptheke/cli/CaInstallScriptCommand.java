package org.aptheke.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.InstallScript;
import org.aptheke.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the script by which clients come to trust the authority. */
@Command(
        name = "install-script",
        description = {
            "Prints a shell script that makes a client trust the authority: it fetches the certificates from the cache,"
                    + " compares them with their digest, and installs them.",
            "Bring it to the clients on a way that you trust, such as ssh or your configuration management."
        })
final class CaInstallScriptCommand extends CaCommand.Step {
    @Option(
            names = "--cache",
            paramLabel = "URL",
            description = "How clients reach the cache; without it, http, the name of this machine and the first port.")
    private @Nullable String cache;

    CaInstallScriptCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String run(CaDirectory directory, Settings settings) throws IOException {
        return InstallScript.of(
                        directory.existing(),
                        url(settings),
                        settings.intercept().names())
                .stripTrailing();
    }

    private URI url(Settings settings) throws IOException {
        String text = cache == null
                ? "http://" + hostName() + ":" + settings.listen().getFirst().getPort()
                : cache;
        try {
            var url = new URI(text);
            if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                throw new IOException(text + ": not the URL of a cache; write one like http://cache.example.org:3142");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IOException(text + ": not a URL: " + e.getReason(), e);
        }
    }

    private static String hostName() throws IOException {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IOException(
                    "the name of this machine is not known; say --cache http://cache.example.org:3142", e);
        }
    }
}
