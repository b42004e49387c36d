package org.aptheke.cli;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aptheke.config.AddressText;

/** What {@code systemctl status} shows of a program that serves. Safe for use by many threads. */
final class ServiceStatus {
    private final String version;
    private final Running running;
    private final Path data;
    private final AtomicReference<Optional<String>> refusal = new AtomicReference<>(Optional.empty());

    ServiceStatus(String version, Running running, Path data) {
        this.version = version;
        this.running = running;
        this.data = data;
    }

    /** Remembers why the last reload was refused; empty when it was not. */
    void reloaded(Optional<String> refused) {
        refusal.set(refused);
    }

    String text() {
        String places = Stream.concat(
                        running.addresses().stream().map(ServiceStatus::place),
                        running.tlsAddresses().stream().map(address -> place(address) + " (TLS)"))
                .collect(Collectors.joining(", "));
        return version + " serves " + places + " from " + data + "; " + running.load()
                + refusal.get()
                        .map(why -> "; the last reload was refused: " + why)
                        .orElse("");
    }

    private static String place(InetSocketAddress address) {
        var host = address.getAddress();
        if (host.isAnyLocalAddress()) {
            return "*:" + address.getPort();
        }
        String text = AddressText.of(host);
        return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
    }
}
