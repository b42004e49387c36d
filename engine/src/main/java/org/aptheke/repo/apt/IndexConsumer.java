package org.aptheke.repo.apt;

import java.io.IOException;

/** Takes the entries of an index one after the other. */
@FunctionalInterface
public interface IndexConsumer {
    /** The entry is valid until this returns. */
    void accept(IndexEntry entry) throws IOException;
}
