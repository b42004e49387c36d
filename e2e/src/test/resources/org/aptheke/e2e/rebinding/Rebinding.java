package rebinding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Names below {@code once.example} lead to 127.0.0.3 when they are asked for the first time and to 127.0.0.1 ever after,
 * those below {@code mixed.example} to both.
 */
public final class Rebinding extends InetAddressResolverProvider {
    private static final InetAddress HARMLESS = InetAddress.ofLiteral("127.0.0.3");
    private static final InetAddress SECRET = InetAddress.ofLiteral("127.0.0.1");

    private final ConcurrentHashMap<String, Integer> asked = new ConcurrentHashMap<>();

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (host.endsWith(".once.example")) {
                    return Stream.of(asked.merge(host, 1, Integer::sum) == 1 ? HARMLESS : SECRET);
                }
                return host.endsWith(".mixed.example")
                        ? Stream.of(HARMLESS, SECRET)
                        : usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "rebinding";
    }
}
