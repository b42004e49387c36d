package org.aptheke.origin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.AddressText;

/**
 * Keeps this program from being used to reach what only its own machine or network should reach. Asked with the
 * address that is really connected to, after resolving and after each redirect, so that no spelling of a name gets
 * round it. Immutable.
 */
public final class EgressGuard {
    private final List<Cidr> allowed;

    /**
     * A guard with exceptions.
     *
     * @param allowed blocks that may be reached although they are special; an IPv4 block allows its IPv6 forms too
     */
    public EgressGuard(List<Cidr> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * Lets a connection to this address pass, or not.
     *
     * @param host the name that led there, for the message
     * @throws EgressRefusedException naming the host, the address, its kind and the line that allows it
     */
    public void check(String host, InetAddress address) throws EgressRefusedException {
        var refusal = refusal(address);
        if (refusal.isPresent()) {
            throw new EgressRefusedException(refusal.get().message(host, AddressText.of(address)));
        }
    }

    /** Whether {@link #check} would let it pass. */
    public boolean permits(InetAddress address) {
        return refusal(address).isEmpty();
    }

    private Optional<Refusal> refusal(InetAddress address) {
        if (isAllowed(address)) {
            return Optional.empty();
        }
        var special = SpecialBlock.of(address);
        if (special.isPresent()) {
            return Optional.of(new Refusal(special.get().kind(), "", Cidr.parse(AddressText.of(address))));
        }
        return address instanceof Inet6Address ? refusalOfEmbedded(address) : Optional.empty();
    }

    private Optional<Refusal> refusalOfEmbedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (Embedded.unmapped(bytes).length == 4) {
            return Optional.empty(); // judged already: Cidr takes the mapped form for the IPv4 address
        }
        for (var reading : Embedded.in(bytes)) {
            InetAddress inner = InetAddress.ofLiteral(reading.literal());
            var special = SpecialBlock.of(inner);
            if (special.isPresent() && !isAllowed(inner)) {
                String form = " (" + reading.literal() + " in " + reading.form() + " form)";
                return Optional.of(new Refusal(special.get().kind(), form, Cidr.parse(reading.literal())));
            }
        }
        return Optional.empty();
    }

    private boolean isAllowed(InetAddress address) {
        for (var block : allowed) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private record Refusal(String kind, String form, Cidr remedy) {
        String message(String host, String address) {
            String subject = host.equals(address) ? host : host + " leads to " + address;
            return subject + ", " + kind + form
                    + ": such addresses may not be origins. To allow it: [egress] allow = [\"" + remedy + "\"]";
        }
    }
}
