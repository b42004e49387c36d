package org.aptheke.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.aptheke.bundle.Handover;

/** What the API needs for bundles. Safe for use by many threads. */
public interface BundleDesk {
    /** Where the job that exports finds whom it writes to. */
    Handover<OutputStream> leaving();

    /** Where the job that imports finds what it reads. */
    Handover<InputStream> arriving();

    /** The public key of this instance, which is made when there is none. */
    String key() throws IOException;

    /** Who wanted a bundle has it; false when nothing is known of it. */
    boolean confirm(String token) throws IOException;
}
