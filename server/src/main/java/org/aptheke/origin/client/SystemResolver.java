package org.aptheke.origin.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/** Asks the resolver of the operating system through the JDK, which remembers answers for a while. */
final class SystemResolver implements HostResolver {
    private static final String FOUND = "networkaddress.cache.ttl";
    private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
    private static final int MOST_SECONDS = 60;
    private static final int MOST_SECONDS_NOT_FOUND = 10;

    SystemResolver() {
        limit(FOUND, MOST_SECONDS);
        limit(NOT_FOUND, MOST_SECONDS_NOT_FOUND);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        var written = NumericHost.parse(host);
        return written.isPresent() ? List.of(written.get()) : List.of(InetAddress.getAllByName(host));
    }

    /** The JDK reads these properties once, when the first name is resolved; its own default is 30 s. */
    private static void limit(String property, int seconds) {
        String value = Security.getProperty(property);
        if (value != null && !isAtMost(value, seconds)) {
            Security.setProperty(property, Integer.toString(seconds));
        }
    }

    private static boolean isAtMost(String value, int seconds) {
        try {
            int configured = Integer.parseInt(value.strip());
            return configured >= 0 && configured <= seconds;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
