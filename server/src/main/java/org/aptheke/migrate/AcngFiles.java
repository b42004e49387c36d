package org.aptheke.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The directives of a configuration directory, in the order in which apt-cacher-ng reads them: all files named
 * {@code *.conf} by their names, then what the start script passes on. Immutable.
 *
 * @param remarks files and lines that say nothing that can be understood
 */
record AcngFiles(List<AcngLine> lines, List<String> remarks) {
    /** What Debian's start script reads: {@code DAEMON_OPTS="-c /etc/apt-cacher-ng Port=3142"}. */
    private static final Pattern OPTIONS = Pattern.compile("\\s*DAEMON_OPTS=[\"']?([^\"']*)[\"']?\\s*");

    AcngFiles {
        lines = List.copyOf(lines);
        remarks = List.copyOf(remarks);
    }

    /** @throws IOException when the directory is none, or a file in it cannot be read */
    static AcngFiles read(Path directory) throws IOException {
        var lines = new ArrayList<AcngLine>();
        var remarks = new ArrayList<String>();
        for (var file : configurationFiles(directory)) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            readFile(fileName(file), text.lines().toList(), lines, remarks);
        }
        if (lines.isEmpty()) {
            throw new IOException(directory + ": no file *.conf with a directive is there");
        }
        readOptions(directory, lines);
        return new AcngFiles(lines, remarks);
    }

    private static List<Path> configurationFiles(Path directory) throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(directory, "*.conf")) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException(directory + ": there is no such directory", e);
        }
        files.sort(null);
        return files;
    }

    private static void readFile(String file, List<String> text, List<AcngLine> lines, List<String> remarks) {
        for (int i = 0; i < text.size(); i++) {
            int comment = text.get(i).indexOf('#');
            String line = (comment < 0 ? text.get(i) : text.get(i).substring(0, comment)).strip();
            int end = separator(line);
            if (end > 0) {
                lines.add(new AcngLine(
                        file,
                        i + 1,
                        line.substring(0, end).strip(),
                        line.substring(end + 1).strip()));
            } else if (!line.isEmpty()) {
                remarks.add(file + ":" + (i + 1) + ": not a directive: it has neither a colon nor an equals sign");
            }
        }
    }

    private static int separator(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != ':' && line.charAt(end) != '=') {
            end++;
        }
        return end < line.length() ? end : -1;
    }

    private static void readOptions(Path directory, List<AcngLine> lines) throws IOException {
        var file = directory.resolveSibling("default").resolve(fileName(directory));
        if (!Files.isRegularFile(file)) {
            return;
        }
        var text = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.size(); i++) {
            var options = OPTIONS.matcher(text.get(i));
            if (options.matches()) {
                for (var option : options.group(1).split("\\s+", -1)) {
                    int end = option.indexOf('=');
                    if (end > 0 && !option.startsWith("-")) {
                        lines.add(new AcngLine(
                                "default/" + fileName(file),
                                i + 1,
                                option.substring(0, end),
                                option.substring(end + 1)));
                    }
                }
            }
        }
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
