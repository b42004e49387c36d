package org.aptheke.intake;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The regular files below some paths, one by one, in the order of their names. Symbolic links are not followed: what they
 * lead to is not what somebody chose to give. Directories that cannot be read are told, and passed by. Used by one thread.
 */
final class TreeWalk implements Iterator<TreeWalk.Found> {
    private final Predicate<Path> wanted;
    private final Consumer<String> unreadable;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();
    private Optional<Found> next = Optional.empty();

    /** A regular file. */
    record Found(Path path, BasicFileAttributes attributes) {
        Sighting as(String name) {
            return new Sighting(
                    path, name, attributes.size(), attributes.lastModifiedTime().toInstant());
        }
    }

    /** @param wanted which files and directories are looked at */
    TreeWalk(List<Path> roots, Predicate<Path> wanted, Consumer<String> unreadable) {
        this.wanted = wanted;
        this.unreadable = unreadable;
        open.push(roots.iterator());
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && !open.isEmpty()) {
            if (open.element().hasNext()) {
                look(open.element().next());
            } else {
                open.pop();
            }
        }
        return next.isPresent();
    }

    @Override
    public Found next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var found = next.orElseThrow();
        next = Optional.empty();
        return found;
    }

    private void look(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!wanted.test(path)) {
                return;
            }
            if (attributes.isDirectory()) {
                open.push(list(path).iterator());
            } else if (attributes.isRegularFile()) {
                next = Optional.of(new Found(path, attributes));
            }
        } catch (IOException | DirectoryIteratorException e) {
            unreadable.accept(path + ": cannot be read: " + e.getMessage());
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        var paths = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(directory)) {
            found.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }
}
