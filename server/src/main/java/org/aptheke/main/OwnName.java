package org.aptheke.main;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called. */
final class OwnName {
    private OwnName() {}

    /** Without a domain; for machines that do not know it, what this program is called. */
    static String label() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        } catch (UnknownHostException e) {
            return "aptheke";
        }
    }
}
