package org.aptheke.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.aptheke.bundle.Handover;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Claim;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.Plan;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.codec.TarFiles;

/** Takes in files that somebody sends, known by what the indexes in use promise. Planning receives them. */
public final class SentJob implements Job {
    public static final String KIND = "import-sent";

    /** The token of a stream, which is a tar archive. */
    public static final String STREAM = "stream";
    /** What a person may say of it. */
    public static final Set<String> WISHES = Set.of(IntakeJob.AS, IntakeJob.PIN, IntakeJob.ONLY_NAMED);

    private final IntakeParts parts;
    private final BundleParts arriving;

    public SentJob(IntakeParts parts, BundleParts arriving) {
        this.parts = parts;
        this.arriving = arriving;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String purpose() {
        return "takes in files that \"aptheke import\" sends, from another machine too";
    }

    @Override
    public Set<Claim> claims() {
        return Set.of(Claim.BRINGING);
    }

    @Override
    public Set<String> argumentNames() {
        return Set.of(STREAM, IntakeJob.AS, IntakeJob.PIN, IntakeJob.ONLY_NAMED);
    }

    @Override
    public Plan plan(Arguments arguments, Watch watch) throws IOException, InterruptedException {
        Handover<InputStream>.Lent lent = arriving.streams()
                .take(arguments.required(STREAM))
                .orElseThrow(
                        () -> new JobRefusedException("the files were not sent to their end; send them once more"));
        try (lent) {
            return plan(lent.stream(), arguments, watch);
        } finally {
            lent.giveBack();
        }
    }

    private Plan plan(InputStream from, Arguments arguments, Watch watch) throws IOException, InterruptedException {
        var as = IntakeJob.as(arguments);
        var order = new Order(true, arguments.flag(IntakeJob.PIN), !arguments.flag(IntakeJob.ONLY_NAMED), false);
        var staging = Staging.in(arriving.staging(), arriving.sink());
        boolean whole = false;
        try (var archive = new TarFiles(from)) {
            var files = new SentFiles(arriving.staging(), arriving.sink(), as.map(IntakeJob::keyText));
            files.fill(archive, watch);
            var scheme = as.map(TargetUri::scheme).orElse(Scheme.HTTP);
            var plan = new Staged(new IntakePlan(files, _ -> scheme, parts, order, watch), staging, List.of());
            whole = true;
            return plan;
        } finally {
            if (!whole) {
                staging.remove();
            }
        }
    }
}
