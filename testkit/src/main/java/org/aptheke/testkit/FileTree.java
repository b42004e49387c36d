package org.aptheke.testkit;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory served below a prefix, with validators made of each file's time and size, as web servers do. */
public final class FileTree implements Handler {
    private final String prefix;
    private final Path root;
    private final boolean tagged;

    private FileTree(String prefix, Path root, boolean tagged) {
        this.prefix = prefix;
        this.root = root;
        this.tagged = tagged;
    }

    /** Serves the directory below a prefix such as {@code /debian}. */
    public static FileTree at(String prefix, Path root) {
        return new FileTree(prefix, root, true);
    }

    /** The same by a server that knows times alone, no entity tags. */
    public static FileTree untaggedAt(String prefix, Path root) {
        return new FileTree(prefix, root, false);
    }

    @Override
    public void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
        var found = locate(request.path());
        if (found.isPresent()) {
            resource(found.get()).answer(request, reply);
        } else {
            reply.send(404, "no such file\n");
        }
    }

    private Resource resource(Path file) throws IOException {
        var modified = Files.getLastModifiedTime(file).toInstant();
        var dated = Resource.of(Files.readAllBytes(file)).withLastModified(modified);
        return tagged ? dated.withEtag("\"%x-%x\"".formatted(modified.toEpochMilli(), Files.size(file))) : dated;
    }

    private Optional<Path> locate(String path) {
        if (!path.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        var decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        var found = root.resolve(decoded.substring(prefix.length() + 1)).normalize();
        return Optional.of(found).filter(file -> file.startsWith(root) && Files.isRegularFile(file));
    }
}
