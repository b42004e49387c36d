package org.aptheke.admin;

import java.util.List;
import org.aptheke.fetch.FetchView;

/**
 * What comes from origins.
 *
 * @param running in the order in which they were begun
 * @param latest that have ended, latest first; some
 */
public record Transfers(List<FetchView> running, List<FetchView> latest) {
    public Transfers {
        running = List.copyOf(running);
        latest = List.copyOf(latest);
    }
}
