package org.aptheke.cli;

import java.io.IOException;
import java.net.URI;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.InstallScript;
import org.aptheke.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the script by which clients come to trust the authority. */
@Command(
        name = "install-script",
        description = {
            "Prints a shell script that makes a client trust the authority: it fetches the certificates from the cache,"
                    + " compares them with their digest, and installs them.",
            "Bring it to the clients on a way that you trust, such as ssh or your configuration management."
        })
final class CaInstallScriptCommand extends CaCommand.Step {
    @Mixin
    private final CacheOption cache = new CacheOption();

    CaInstallScriptCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String take(CaDirectory directory, Settings settings) throws IOException {
        return InstallScript.of(
                        directory.existing(),
                        URI.create(cache.url(settings).toString()),
                        settings.intercept().names())
                .stripTrailing();
    }
}
