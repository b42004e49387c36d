package org.aptheke.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/**
 * The cache directory of apt-cacher-ng: {@code HOST/path} and {@code REMAP/rest}, each file with what was noted of it
 * beside. Neither the port of a host nor its scheme is in the path; where the origins that were noted agree, they say it.
 * Made for one use at a time.
 */
final class AcngTree implements FileSource {
    /** A copy that was moved aside from a download that hung. */
    private static final Pattern MOVED_ASIDE = Pattern.compile("(.*)\\.[0-9]{9,11}");

    private static final int HEADS_THAT_TELL = 200;

    private final Path root;
    private final Map<String, String> remaps;
    private final boolean escapedNames;
    private final List<String> remarks = new CopyOnWriteArrayList<>();
    private final Map<String, TargetUri> origins = new HashMap<>();

    /**
     * The tree, after a look at what its files say of their origins.
     *
     * @param remaps the names of remaps by those of their directories
     * @param escapedNames whether names of files are percent-encoded
     */
    AcngTree(Path root, Map<String, String> remaps, boolean escapedNames) {
        this.root = root;
        this.remaps = Map.copyOf(remaps);
        this.escapedNames = escapedNames;
        learn();
    }

    private void learn() {
        var told = new HashMap<String, Map<String, Integer>>();
        var seen = new HashMap<String, Integer>();
        var walk = paths();
        while (walk.hasNext()) {
            var path = walk.next().path();
            var place = place(path);
            if (place.isEmpty()
                    || remaps.containsKey(place.get().top())
                    || seen.merge(place.get().top(), 1, Integer::sum) > HEADS_THAT_TELL) {
                continue;
            }
            head(path)
                    .flatMap(AcngHead::source)
                    .filter(source -> isOf(place.get(), source))
                    .ifPresent(source -> {
                        int votes = told.computeIfAbsent(place.get().top(), _ -> new HashMap<>())
                                .merge(source.scheme() + source.authority(), 1, Integer::sum);
                        var best = told.get(place.get().top()).values().stream()
                                .mapToInt(Integer::intValue)
                                .max();
                        if (votes >= best.orElse(0)) {
                            origins.put(place.get().top(), source);
                        }
                    });
        }
    }

    private TreeWalk paths() {
        return new TreeWalk(List.of(root), this::isWanted, remark -> Remarks.add(remarks, remark));
    }

    /** Its own notes begin with an underscore, and are at the top. */
    private boolean isWanted(Path path) {
        var name = String.valueOf(path.getFileName());
        return !(root.equals(path.getParent()) && name.startsWith("_")) && !name.endsWith(".head");
    }

    @Override
    public Iterator<Sighting> walk() {
        return new Mapped<>(paths(), found -> Optional.of(found.as(name(found.path()))));
    }

    private String name(Path path) {
        var aside = MOVED_ASIDE.matcher(path.toString());
        return root.relativize(aside.matches() ? Path.of(aside.group(1)) : path).toString();
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    /** Where a file is: the directory at the top, and the rest behind its slash. */
    private record Place(String top, String rest) {}

    private Optional<Place> place(Path path) {
        var relative = root.relativize(path);
        if (relative.getNameCount() < 2) {
            return Optional.empty();
        }
        var top = relative.getName(0).toString();
        var rest = relative.subpath(1, relative.getNameCount()).toString();
        return escapedNames
                ? PercentEncoding.decoded(rest).map(decoded -> new Place(top, decoded))
                : Optional.of(new Place(top, rest));
    }

    private static boolean isOf(Place place, TargetUri source) {
        return source.hostName().equalsIgnoreCase(place.top())
                && PercentEncoding.normalised(source.path()).equals(PercentEncoding.encoded("/" + place.rest()));
    }

    private Optional<AcngHead> head(Path path) {
        try {
            return AcngHead.beside(path);
        } catch (IOException e) {
            Remarks.add(remarks, path + ".head: cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public SourceFile file(Sighting seen) {
        var path = seen.path();
        var head = head(path);
        var place = MOVED_ASIDE.matcher(path.toString()).matches() ? Optional.<Place>empty() : place(path);
        var fields = Fields.builder().add("Date", HttpDate.format(seen.modified()));
        head.flatMap(AcngHead::lastModified).ifPresent(date -> fields.add("Last-Modified", date));
        return new SourceFile(
                path,
                seen.name(),
                seen.size(),
                seen.modified(),
                place.flatMap(there -> key(there, head.flatMap(AcngHead::source))),
                head.map(noted -> noted.claim(seen.size())).orElse(SourceFile.Claim.NOTHING),
                fields.build());
    }

    /** A question mark would begin a query, of which nothing is promised. */
    private Optional<CacheKey> key(Place place, Optional<TargetUri> source) {
        if (place.rest().indexOf('?') >= 0) {
            return Optional.empty();
        }
        var remap = remaps.get(place.top());
        var own = source.filter(noted -> isOf(place, noted)).map(TargetUri::authority);
        var usual = Optional.ofNullable(origins.get(place.top())).map(TargetUri::authority);
        var authority = remap != null ? remap : own.or(() -> usual).orElse(place.top());
        return Optional.of(new CacheKey(authority + PercentEncoding.encoded("/" + place.rest())));
    }

    /** By which scheme the origin of a key was asked, as far as that was noted. */
    Scheme scheme(CacheKey key) {
        var authority = key.text().substring(0, key.text().indexOf('/'));
        return origins.values().stream()
                .filter(origin -> origin.authority().equals(authority))
                .map(TargetUri::scheme)
                .findFirst()
                .orElse(Scheme.HTTP);
    }
}
