package org.aptheke.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;
import org.aptheke.suite.SuiteNames;

/** Writes what the suites in use name, and is stored, into a bundle. */
public final class ExportJob implements Job {
    public static final String KIND = "export";

    /** What the other side has: a time, or the name of an export. */
    public static final String SINCE = "since";
    /** Suites or archive roots, with commas between them; all when it is not said. */
    public static final String SUITE = "suite";
    /** What this export is called, beside {@link ExportMarks#LAST}. */
    public static final String AS = "as";
    /** The token of a stream. */
    public static final String STREAM = "stream";

    private static final String TO = "to";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,200}");

    private final ExportParts parts;

    public ExportJob(ExportParts parts) {
        this.parts = parts;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "writes what suites name and is stored into a signed bundle, for an instance that reaches no origin";
    }

    /** What is on the list must not go before it is packed. */
    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.REMOVING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(SINCE, SUITE, AS, STREAM, TO);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var stream =
                arguments.text(STREAM).isPresent() ? Optional.of(stream(arguments)) : Optional.<Destination>empty();
        boolean planned = false;
        try {
            var plan = plan(arguments, stream, watch);
            planned = true;
            return plan;
        } finally {
            if (!planned && stream.isPresent()) {
                stream.get().undone();
            }
        }
    }

    private Plan plan(Arguments arguments, Optional<Destination> stream, Watch watch)
            throws IOException, InterruptedException {
        var marks = parts.marks();
        var names = names(arguments);
        var since = Since.of(arguments.text(SINCE), marks, parts.clock().instant(), ZoneId.systemDefault());
        var selection = new Selection(parts, since, watch);
        for (var suite : wanted(arguments)) {
            selection.add(suite);
        }
        var list = selection.list();
        var text = BundleText.write(list);
        if (text.length > BundleList.MOST_BYTES) {
            throw new JobRefusedException("the list of the bundle would have " + text.length + " bytes, the limit is "
                    + BundleList.MOST_BYTES + "; export some suites at a time");
        }
        long bytes = ExportPlan.mostBytes(list, text);
        var destination = stream.isPresent() ? stream : file(arguments, bytes);
        return new ExportPlan(parts, selection, list, text, destination, names, watch);
    }

    private Destination stream(Arguments arguments) throws JobRefusedException {
        return parts.streams()
                .take(arguments.required(STREAM))
                .<Destination>map(Destination.ToStream::new)
                .orElseThrow(() -> new JobRefusedException("nobody waits for this bundle any more"));
    }

    private Optional<Destination> file(Arguments arguments, long bytes) throws IOException {
        var to = arguments.text(TO);
        if (to.isEmpty()) {
            return Optional.empty();
        }
        if (PLAIN_NAME.matcher(to.get()).matches()) {
            var folder = Files.createDirectories(parts.folder());
            return Optional.of(Destination.ToFile.of(folder.resolve(to.get()), bytes));
        }
        var file = Path.of(to.get()).normalize();
        if (!file.isAbsolute() || file.startsWith(parts.data().toAbsolutePath().normalize())) {
            throw new JobRefusedException(TO + " is to be a whole path outside of the data directory, or a name without"
                    + " directories for a file in " + parts.folder() + ", not " + to.get());
        }
        return Optional.of(Destination.ToFile.of(file, bytes));
    }

    private static List<String> names(Arguments arguments) throws JobRefusedException {
        var as = arguments.text(AS);
        if (as.isEmpty()) {
            return List.of(ExportMarks.LAST);
        }
        if (!ExportMarks.isName(as.get())) {
            throw new JobRefusedException(AS + " is to be a word that begins with a letter, not " + as.get());
        }
        return List.of(ExportMarks.LAST, as.get());
    }

    private List<SuiteNames> wanted(Arguments arguments) throws JobRefusedException {
        var all = parts.suites().get();
        var asked = arguments.text(SUITE);
        if (asked.isEmpty()) {
            return all;
        }
        var wanted = new ArrayList<SuiteNames>();
        for (var each : asked.get().split(",", -1)) {
            var found =
                    all.stream().filter(suite -> isNamed(suite, each.strip())).toList();
            if (found.isEmpty()) {
                throw new JobRefusedException(
                        "no suite " + each + " is known; \"aptheke suites\" lists those that are");
            }
            found.stream().filter(suite -> !wanted.contains(suite)).forEach(wanted::add);
        }
        return wanted;
    }

    private static boolean isNamed(SuiteNames suite, String name) {
        var directory = suite.id().directory();
        return directory.equals(name) || (!name.isEmpty() && directory.startsWith(name + "/"));
    }
}
