package org.aptheke.console;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.aptheke.admin.Page;
import org.aptheke.admin.Visit;

/** A page of the console: where it is, and how its middle is made. */
record Sheet(String path, Section section, String lead, Middle middle, String version, InstantSource clock)
        implements Page {
    /** Makes a page with that around it; empty when there is nothing of that name. */
    interface Middle {
        Optional<String> render(Frame frame) throws IOException;
    }

    @Override
    public Optional<String> html(Visit visit) throws IOException {
        return middle.render(frame(visit));
    }

    private Frame frame(Visit visit) {
        return new Frame(section, section.title(), lead, 0, visit, version, clock.instant());
    }
}
