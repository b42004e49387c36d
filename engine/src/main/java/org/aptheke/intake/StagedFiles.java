package org.aptheke.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.bundle.BundleList;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.Scheme;
import org.aptheke.suite.SuiteId;

/** The contents of a bundle, read to its end, as files that may be taken. Immutable. */
final class StagedFiles implements FileSource {
    private final BundleList list;
    private final Staging staging;
    private final Map<String, Named> byName = new HashMap<>();

    /** A content under one of its names. */
    private record Named(BundleList.Packed content, BundleList.Name name) {}

    StagedFiles(BundleList list, Staging staging) {
        this.list = list;
        this.staging = staging;
        for (var content : list.contents()) {
            named(content).forEach(each -> byName.putIfAbsent(nameOf(each), each));
        }
    }

    /** A release file is one of each suite that has it; what others are called is known from indexes, and one name will do. */
    private static List<Named> named(BundleList.Packed content) {
        var names = new ArrayList<Named>();
        for (var name : content.names()) {
            if (names.isEmpty() || SuiteId.ofRelease(name.key()).isPresent()) {
                names.add(new Named(content, name));
            }
        }
        return names;
    }

    private static String nameOf(Named named) {
        return named.name().key().text();
    }

    @Override
    public Iterator<Sighting> walk() {
        return list.contents().stream()
                .flatMap(content -> named(content).stream())
                .filter(each -> each.equals(byName.get(nameOf(each))))
                .map(each -> new Sighting(
                        staging.fileOf(each.content()),
                        nameOf(each),
                        each.content().size(),
                        each.name().receivedAt()))
                .iterator();
    }

    @Override
    public SourceFile file(Sighting seen) {
        var named = byName.get(seen.name());
        if (named == null) {
            throw new IllegalArgumentException(seen.name() + " was not seen here");
        }
        var name = named.name();
        var fields = Fields.builder().add("Date", HttpDate.format(name.receivedAt()));
        name.lastModified().ifPresent(date -> fields.add("Last-Modified", HttpDate.format(date)));
        return new SourceFile(
                seen.path(),
                seen.name(),
                seen.size(),
                seen.modified(),
                Optional.of(name.key()),
                SourceFile.Claim.NOTHING,
                fields.build(),
                stored(named.content()));
    }

    private Optional<Digest> stored(BundleList.Packed content) {
        return staging.isKnown(content) ? Optional.of(content.digest()) : Optional.empty();
    }

    Scheme scheme(CacheKey key) {
        return list.suites().stream()
                .filter(suite -> key.text().startsWith(suite.directory() + "/"))
                .map(BundleList.Origin::scheme)
                .findFirst()
                .orElse(Scheme.HTTP);
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }
}
