package org.aptheke.route;

/**
 * Which CONNECTs this program answers itself, as the host that was meant. Immutable.
 *
 * @param hosts what is intercepted
 * @param uncertified what was to be, but the certificate authority may not sign for it
 */
public record Interception(TunnelPatterns hosts, TunnelPatterns uncertified) {
    public static final Interception NONE = new Interception(TunnelPatterns.NONE, TunnelPatterns.NONE);

    /** Whether anything is intercepted, and so clients need the certificate of the authority. */
    boolean isOn() {
        return !hosts.isEmpty() || !uncertified.isEmpty();
    }
}
