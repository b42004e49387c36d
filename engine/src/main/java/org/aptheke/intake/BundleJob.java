package org.aptheke.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.aptheke.bundle.BundleReader;
import org.aptheke.bundle.ExporterKey;
import org.aptheke.bundle.Handover;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;

/**
 * Takes in what another instance has exported. Planning reads the bundle to its end, since none of it counts before all of
 * it was right; what is done then is an import like others, which believes the archive's signatures and no bundle.
 */
public final class BundleJob implements Job {
    public static final String KIND = "import-bundle";

    /** A key that is trusted for this run, beside those of the settings. */
    public static final String TRUST = "trust";
    /** The token of a stream. */
    public static final String STREAM = "stream";

    private static final String FROM = "from";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,200}");
    private static final Order ORDER = new Order(true, false, true, false);

    private final IntakeParts parts;
    private final BundleParts bundles;

    public BundleJob(IntakeParts parts, BundleParts bundles) {
        this.parts = parts;
        this.bundles = bundles;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "takes in a bundle that another instance has exported, all of it or nothing";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.BRINGING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(FROM, TRUST, STREAM);
    }

    /** Removes what a run has left that the end of the program interrupted; to be called while none runs. */
    public void clear() throws IOException {
        Staging.clear(bundles.staging());
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var trusted = trusted(arguments);
        if (arguments.text(STREAM).isEmpty()) {
            try (var file = Files.newInputStream(file(arguments))) {
                return plan(file, trusted, watch);
            }
        }
        Handover<InputStream>.Lent lent = bundles.streams()
                .take(arguments.required(STREAM))
                .orElseThrow(() -> new JobRefusedException("the bundle was not sent to its end; send it once more"));
        try (lent) {
            return plan(lent.stream(), trusted, watch);
        } finally {
            lent.giveBack();
        }
    }

    private Plan plan(InputStream from, Set<ExporterKey> trusted, Watch watch)
            throws IOException, InterruptedException {
        watch.doing("reads the bundle");
        var staging = Staging.in(bundles.staging(), bundles.sink());
        boolean whole = false;
        try (var bundle = new BundleReader(from, trusted)) {
            staging.fill(bundle, watch);
            var files = new StagedFiles(bundle.list(), staging);
            var words = "a bundle of " + bundle.list().madeAt() + ", signed by " + bundle.exporter()
                    + bundle.list()
                            .since()
                            .map(since -> ", which builds upon " + since)
                            .orElse("");
            var plan = new Staged(new IntakePlan(files, files::scheme, parts, ORDER, watch), staging, List.of(words));
            whole = true;
            return plan;
        } finally {
            if (!whole) {
                staging.remove();
            }
        }
    }

    private Set<ExporterKey> trusted(Arguments arguments) throws JobRefusedException {
        var trusted = new HashSet<>(bundles.trusted().get());
        var given = arguments.text(TRUST);
        if (given.isPresent()) {
            trusted.add(ExporterKey.of(given.get())
                    .orElseThrow(() -> new JobRefusedException(
                            TRUST + " is to be what \"aptheke export --key\" prints, not " + given.get())));
        }
        if (trusted.isEmpty()) {
            throw new JobRefusedException(
                    "no exporter is trusted here: put what \"aptheke export --key\" prints where the"
                            + " bundle was made into import.trusted_keys, or say --trust for this time");
        }
        return trusted;
    }

    private Path file(Arguments arguments) throws JobRefusedException {
        var from = arguments.required(FROM);
        var file = PLAIN_NAME.matcher(from).matches() ? bundles.folder().resolve(from) : Path.of(from);
        if (!file.isAbsolute() || !Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new JobRefusedException(file + ": not there, not a whole path, or not to be read by this program;"
                    + " \"aptheke import FILE\" reads as who calls it");
        }
        return file;
    }
}
