package org.aptheke.micro;

import java.io.IOException;
import java.nio.file.Path;

/** Writes Packages files: the arguments are the number of packages and the names of the files. */
final class WritePackages {
    private WritePackages() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 1; i < arguments.length; i++) {
            new SyntheticIndex(Integer.parseInt(arguments[0])).write(Path.of(arguments[i]));
        }
    }
}
