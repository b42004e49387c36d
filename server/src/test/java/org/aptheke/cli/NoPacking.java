package org.aptheke.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Takes nothing for a bundle, and sends nothing. */
record NoPacking() implements FilePacking {
    @Override
    public boolean isBundle(Path file) {
        return false;
    }

    @Override
    public void pack(List<Path> roots, OutputStream to, Consumer<String> passedBy) {}
}
