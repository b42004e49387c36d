package org.aptheke.guide;

import java.util.ArrayList;
import java.util.List;

/** The script by which apt finds out whether the cache is there, as it is for one cache. */
final class DetectScript {
    private static final String CACHE = "APTHEKE_PROXY=\"http://127.0.0.1:3142\"\n";
    private static final String HTTPS = "APTHEKE_HTTPS=\"\"\n";
    private static final String SCRIPT = Resources.text("detect.sh");

    private DetectScript() {}

    /** What the file in this package says, with other defaults. */
    static String of(CacheUrl cache, Offer offer) {
        return SCRIPT.replace(CACHE, "APTHEKE_PROXY=\"" + cache + "\"\n")
                .replace(HTTPS, "APTHEKE_HTTPS=\"" + String.join(" ", secure(offer)) + "\"\n");
    }

    private static List<String> secure(Offer offer) {
        if (offer.tunnelsAll()) {
            return List.of("*");
        }
        var hosts = new ArrayList<>(offer.interceptedNames());
        hosts.addAll(offer.interceptedPatterns());
        return hosts;
    }
}
