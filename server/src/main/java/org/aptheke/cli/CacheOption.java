package org.aptheke.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.aptheke.config.Settings;
import org.aptheke.guide.CacheUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how clients reach the cache; shared by the commands that print something for clients. */
final class CacheOption {
    @Option(
            names = "--cache",
            paramLabel = "URL",
            description = "How clients reach the cache; without it, http, the name of this machine and the first port.")
    private @Nullable String cache;

    CacheUrl url(Settings settings) throws IOException {
        try {
            return cache == null
                    ? new CacheUrl(
                            false, hostName(), settings.listen().getFirst().getPort())
                    : CacheUrl.parse(cache);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
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
