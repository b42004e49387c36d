package org.aptheke.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;
import org.aptheke.remap.MirrorList;

/** Takes files of this machine into the store, known by what the indexes in use promise. */
public final class IntakeJob implements Job {
    public static final String KIND = "import";

    /** A directory or a file. */
    public static final String FROM = "from";
    /** How it is laid out. */
    public static final String LAYOUT = "layout";
    /** The layout of apt-cacher-ng. */
    public static final String ACNG = "apt-cacher-ng";
    /** The names of remaps by those of their directories: {@code debrep=debian,uburep=ubuntu}. */
    public static final String REMAPS = "remaps";
    /** Whether names are percent-encoded. */
    public static final String ESCAPED = "escaped";
    /** The URL of what a directory is a copy of. */
    static final String AS = "as";

    /** Whether files are copied that could be shared. */
    public static final String COPY = "copy";

    /** Whether what is taken stays for good. */
    static final String PIN = "pin";

    /** Whether only that is taken which an index in use names. */
    static final String ONLY_NAMED = "only-named";

    private static final String PLAIN = "plain";

    private final IntakeParts parts;
    private final Path dropFolder;

    /** @param dropFolder what is taken in when nothing else is said, and removed from there then */
    public IntakeJob(IntakeParts parts, Path dropFolder) {
        this.parts = parts;
        this.dropFolder = dropFolder;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "takes files of this machine into the store: packages, copies of archives, the cache of apt-cacher-ng";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.BRINGING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(FROM, LAYOUT, REMAPS, ESCAPED, AS, COPY, PIN, ONLY_NAMED);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var root = root(arguments);
        var order = new Order(
                !arguments.flag(COPY), arguments.flag(PIN), !arguments.flag(ONLY_NAMED), root.equals(dropFolder));
        watch.doing("looks through " + root);
        return switch (arguments.text(LAYOUT).orElse(PLAIN)) {
            case PLAIN -> {
                var as = as(arguments);
                yield new IntakePlan(
                        new PlainTree(root, as.map(IntakeJob::keyText)),
                        _ -> as.map(TargetUri::scheme).orElse(Scheme.HTTP),
                        parts,
                        order,
                        watch);
            }
            case ACNG -> {
                var tree = new AcngTree(root, remaps(arguments), arguments.flag(ESCAPED));
                yield new IntakePlan(tree, tree::scheme, parts, order, watch);
            }
            default ->
                throw new JobRefusedException(
                        LAYOUT + " is to be " + PLAIN + " or " + ACNG + ", not " + arguments.required(LAYOUT));
        };
    }

    private Path root(Arguments arguments) throws IOException {
        var from = arguments.text(FROM).map(Path::of).orElse(dropFolder);
        if (!from.isAbsolute()) {
            throw new JobRefusedException(FROM + " is to be a whole path, not " + from);
        }
        if (!Files.isReadable(from)) {
            throw new JobRefusedException(from + ": not there, or not to be read by this program");
        }
        // The directory itself may be named by a link; what is below it is not followed.
        return from.equals(dropFolder) ? from : from.toRealPath();
    }

    static Optional<TargetUri> as(Arguments arguments) throws JobRefusedException {
        var text = arguments.text(AS);
        var url = text.flatMap(MirrorList::url);
        if (text.isPresent() && url.isEmpty()) {
            throw new JobRefusedException(
                    AS + " is to be a URL such as http://deb.example.org/debian, not " + text.get());
        }
        return url;
    }

    static String keyText(TargetUri url) {
        var path = url.path().endsWith("/") ? url.path().substring(0, url.path().length() - 1) : url.path();
        return url.authority() + PercentEncoding.normalised(path);
    }

    private static Map<String, String> remaps(Arguments arguments) throws JobRefusedException {
        var remaps = new LinkedHashMap<String, String>();
        for (var pair : arguments.text(REMAPS).orElse("").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                remaps.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw new JobRefusedException(REMAPS + " is to be like debrep=debian,uburep=ubuntu, not " + pair);
            }
        }
        return remaps;
    }
}
