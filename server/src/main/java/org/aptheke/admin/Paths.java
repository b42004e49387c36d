package org.aptheke.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a path of this listener is for. */
final class Paths {
    private Paths() {}

    /** The API and what else programs read; the rest is pages for people. */
    static boolean isData(String path) {
        return path.startsWith("/api/") || path.equals("/metrics");
    }

    /** Where somebody who has to log in first is sent. */
    static String logIn(String wanted) {
        return "/login?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }

    /** Back to where somebody wanted to go, if that is here; a link could name any other place. */
    static String here(String wanted) {
        return wanted.matches("/([!-~&&[^/\\\\]][!-~&&[^\\\\]]*)?") ? wanted : "/";
    }
}
