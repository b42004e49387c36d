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
    public Iterator<SourceFile> walk() {
        return new Mapped<>(new TreeWalk(List.of(root), _ -> true, remark -> Remarks.add(remarks, remark)), this::file);
    }

    private Optional<SourceFile> file(TreeWalk.Found found) {
        var path = found.path();
        var name = path.equals(root)
                ? String.valueOf(path.getFileName())
                : root.relativize(path).toString();
        var modified = found.attributes().lastModifiedTime().toInstant();
        var date = HttpDate.format(modified);
        return Optional.of(new SourceFile(
                path,
                name,
                found.attributes().size(),
                modified,
                as.map(top -> new CacheKey(top + PercentEncoding.encoded("/" + name))),
                SourceFile.Claim.NOTHING,
                as.isPresent() ? Fields.of("Last-Modified", date, "Date", date) : Fields.of("Date", date)));
    }
}
