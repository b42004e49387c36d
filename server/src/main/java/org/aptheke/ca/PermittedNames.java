package org.aptheke.ca;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate authority may sign for, as its name constraints say it (RFC 5280, 4.2.1.10). A name stands for
 * itself and, as the RFC has it, for all names below. Immutable.
 *
 * @param names in lower case
 * @param addresses each a single one
 */
record PermittedNames(List<String> names, List<InetAddress> addresses) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    PermittedNames {
        names = List.copyOf(new TreeSet<>(names));
        addresses = List.copyOf(addresses);
    }

    /** What is needed for these patterns: {@code vendor.example}, {@code *.vendor.example}, or an address. */
    static PermittedNames of(Collection<String> patterns) {
        var names = new ArrayList<String>();
        var addresses = new ArrayList<InetAddress>();
        for (String pattern : patterns) {
            var address = address(pattern);
            if (address.isEmpty()) {
                names.add(withoutStar(pattern.toLowerCase(Locale.ROOT)));
            } else if (!addresses.contains(address.get())) {
                addresses.add(address.get());
            }
        }
        return new PermittedNames(names, addresses);
    }

    /** What the certificate's extension permits; nothing where it has none, for then it is not ours. */
    static PermittedNames of(NameConstraints constraints) {
        var names = new ArrayList<String>();
        var addresses = new ArrayList<InetAddress>();
        var permitted = constraints.getPermittedSubtrees();
        for (var subtree : permitted == null ? new GeneralSubtree[0] : permitted) {
            var base = subtree.getBase();
            if (base.getTagNo() == GeneralName.dNSName) {
                names.add(base.getName().toString());
            } else if (base.getTagNo() == GeneralName.iPAddress) {
                addresses.add(single(DEROctetString.getInstance(base.getName()).getOctets()));
            }
        }
        return new PermittedNames(names, addresses);
    }

    /** Whether a host is permitted, or all hosts of a pattern. */
    boolean permits(String pattern) {
        var address = address(pattern);
        if (address.isPresent()) {
            return addresses.contains(address.get());
        }
        String name = withoutStar(pattern.toLowerCase(Locale.ROOT));
        return names.stream().anyMatch(each -> name.equals(each) || name.endsWith("." + each));
    }

    /**
     * Constraints restrict only the kinds of names they speak of; so what is not permitted at all is excluded, or the
     * authority could sign for any address.
     */
    NameConstraints toExtension() {
        var permitted = new ArrayList<GeneralSubtree>();
        var excluded = new ArrayList<GeneralSubtree>();
        names.forEach(name -> permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))));
        if (names.isEmpty()) {
            excluded.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, "")));
        }
        addresses.forEach(address -> permitted.add(block(address.getAddress(), 0xff)));
        for (int length : new int[] {IPV4_BYTES, IPV6_BYTES}) {
            if (addresses.stream().noneMatch(address -> address.getAddress().length == length)) {
                excluded.add(block(new byte[length], 0));
            }
        }
        return new NameConstraints(orAbsent(permitted), orAbsent(excluded));
    }

    /** The address that a text is, also in brackets. */
    static Optional<InetAddress> address(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.indexOf(':') < 0 && !bare.matches("[0-9.]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 5280 has no empty lists. */
    private static GeneralSubtree @Nullable [] orAbsent(List<GeneralSubtree> subtrees) {
        return subtrees.isEmpty() ? null : subtrees.toArray(GeneralSubtree[]::new);
    }

    private static String withoutStar(String pattern) {
        return pattern.startsWith("*.") ? pattern.substring(2) : pattern;
    }

    /** The address, and a mask of the same length (RFC 5280, 4.2.1.10). */
    private static GeneralSubtree block(byte[] address, int mask) {
        byte[] both = new byte[2 * address.length];
        System.arraycopy(address, 0, both, 0, address.length);
        Arrays.fill(both, address.length, both.length, (byte) mask);
        return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(both)));
    }

    private static InetAddress single(byte[] block) {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(block, block.length / 2));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a block of addresses: " + block.length + " bytes", e);
        }
    }

    @Override
    public String toString() {
        var all = new ArrayList<>(names);
        addresses.forEach(address -> all.add(address.getHostAddress()));
        return String.join(", ", all);
    }
}
