package org.aptheke.intake;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.PercentEncoding;

/**
 * Files below a directory, or a single one.
 *
 * @param root absolute
 * @param as the key of what the directory is a copy of, without a slash at the end; empty when it is none
 */
record PlainTree(Path root, Optional<String> as, List<String> remarks) implements FileSource {
    PlainTree(Path root, Optional<String> as) {
        this(root, as, new CopyOnWriteArrayList<>());
    }

    @Override
    public Iterator<Sighting> walk() {
        var paths = new TreeWalk(List.of(root), _ -> true, remark -> Remarks.add(remarks, remark));
        return new Mapped<>(paths, found -> Optional.of(found.as(name(found.path()))));
    }

    private String name(Path path) {
        return path.equals(root)
                ? String.valueOf(path.getFileName())
                : root.relativize(path).toString();
    }

    @Override
    public SourceFile file(Sighting seen) {
        var date = HttpDate.format(seen.modified());
        return new SourceFile(
                seen.path(),
                seen.name(),
                seen.size(),
                seen.modified(),
                as.map(top -> new CacheKey(top + PercentEncoding.encoded("/" + seen.name()))),
                SourceFile.Claim.NOTHING,
                as.isPresent() ? Fields.of("Last-Modified", date, "Date", date) : Fields.of("Date", date));
    }
}
