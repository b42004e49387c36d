package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.aptheke.access.Role;
import org.aptheke.bundle.ExportJob;
import org.aptheke.intake.BundleJob;
import org.aptheke.intake.SentJob;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunView;

/**
 * The part of the API that is about bundles and files that are sent: they go out and come in as the contents of answers and
 * requests, since the program may neither write nor read where its caller does. The work is done by jobs.
 */
final class BundleRoutes implements EndpointGroup {
    /** Under which a caller says that it has the bundle. */
    static final String TOKEN = "Aptheke-Bundle";
    /** The number of the run that writes it. */
    static final String RUN = "Aptheke-Run";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final JobRunner runner;
    private final BundleDesk desk;

    BundleRoutes(JobRunner runner, BundleDesk desk) {
        this.runner = runner;
        this.desk = desk;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/bundles/key", Role.VIEW, "The public key that signs bundles here", this::key),
                Endpoint.post("/api/v1/bundles", Role.OPERATE, "Exports, and answers with the bundle", this::export),
                Endpoint.post(
                        "/api/v1/bundles/{token}/kept",
                        Role.OPERATE,
                        "Says that a bundle has arrived, so that later ones may build upon it",
                        this::kept),
                Endpoint.put(
                                "/api/v1/bundles",
                                Role.OPERATE,
                                "Takes in the bundle that is the content",
                                context -> take(context, BundleJob.KIND, Set.of(BundleJob.TRUST)))
                        .asking(BundleJob.TRUST, "A key that bundles may be signed by, beside import.trusted_keys"),
                Endpoint.put(
                                "/api/v1/files",
                                Role.OPERATE,
                                "Takes in the files of the tar archive that is the content",
                                context -> take(context, SentJob.KIND, SentJob.WISHES))
                        .asking("as", "URL of what the files are a copy of: its suites are adopted")
                        .asking("pin", "true: keeps what is taken, used or not")
                        .asking("only-named", "true: takes only what an index in use names"));
    }

    private void key(Context context) throws IOException {
        var key = desk.key();
        Answers.send(context, () -> key + "\n", () -> "{\"key\": \"" + key + "\"}\n");
    }

    /** The content is {@code {"arguments": {"since": "last"}}}; the answer is the bundle. */
    private void export(Context context) throws IOException, InterruptedException {
        var out = new Held(context);
        try (var lent = desk.leaving().lend(out)) {
            var arguments = new TreeMap<>(Asked.of(context).texts("arguments"));
            arguments.put(ExportJob.STREAM, lent.token());
            var begun = begin(ExportJob.KIND, arguments);
            context.contentType("application/zstd")
                    .header("Cache-Control", "no-store")
                    .header(TOKEN, lent.token())
                    .header(RUN, String.valueOf(begun.run().number()));
            out.release();
            var run = ended(begun.run().number());
            if (!out.isBegun()) {
                Problem.answer(context, 409, "No bundle", words(run));
            }
        } catch (JobRefusedException e) {
            Problem.answer(context, 400, "Not to be done", String.valueOf(e.getMessage()));
        }
    }

    private RunView begin(String kind, Map<String, String> arguments) throws IOException {
        return runner.begin(kind, new Arguments(arguments), false, "by hand");
    }

    private static String words(RunView run) {
        var message = run.run().message();
        return run.run().kind() + " " + run.run().number() + ": "
                + (message.isEmpty() ? run.state().word() : message);
    }

    /** As it is when it has ended, or the program ends. */
    private RunView ended(long number) throws IOException, InterruptedException {
        var run = runner.awaitEnd(number, LOOK_EVERY).orElseThrow();
        while (!run.state().hasEnded() && runner.isActive(number)) {
            run = runner.awaitEnd(number, LOOK_EVERY).orElseThrow();
        }
        return runner.find(number).orElseThrow();
    }

    private void kept(Context context) throws IOException {
        if (desk.confirm(context.pathParam("token"))) {
            context.status(204);
        } else {
            Problem.answer(context, 404, "No such bundle", "Another was written since, or none.");
        }
    }

    /**
     * The content is a bundle, or files in a tar archive; answered as soon as it was read to its end, or is refused.
     *
     * @param wishes names of parameters of the query, which are arguments of the job
     */
    private void take(Context context, String kind, Set<String> wishes) throws IOException, InterruptedException {
        var in = context.bodyInputStream();
        try (var lent = desk.arriving().lend(in)) {
            var arguments = new TreeMap<String, String>();
            for (var wish : context.queryParamMap().entrySet()) {
                requireKnown(wish.getKey(), wishes);
                arguments.put(wish.getKey(), wish.getValue().getFirst());
            }
            arguments.put(BundleJob.STREAM, lent.token());
            var begun = begin(kind, arguments);
            long number = begun.run().number();
            while (!lent.awaitBack(LOOK_EVERY) && runner.isActive(number)) {
                // It waits for its turn, or is read.
            }
            drain(in);
            var run = runner.find(number).orElseThrow();
            context.status(202).header("Location", "/api/v1/jobs/" + number);
            Answers.send(context, () -> JobText.of(run), () -> JobJson.of(run));
        } catch (JobRefusedException e) {
            Problem.answer(context, 400, "Not to be done", String.valueOf(e.getMessage()));
        }
    }

    private static void requireKnown(String name, Set<String> known) throws JobRefusedException {
        if (!known.contains(name)) {
            throw new JobRefusedException("unknown parameter " + name + "; known are " + new TreeSet<>(known));
        }
    }

    /** A client that is still sending would not hear why it is refused. */
    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** The content of an answer, which begins when its head is complete. */
    private static final class Held extends OutputStream {
        private final Context context;
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean begun;

        Held(Context context) {
            this.context = context;
        }

        void release() {
            released.countDown();
        }

        boolean isBegun() {
            return begun;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the program is stopping", e);
            }
            begun = true;
            // Not Javalin's own, which may compress it once more.
            context.res().getOutputStream().write(bytes, offset, count);
        }

        @Override
        public void flush() throws IOException {
            if (begun) {
                context.res().getOutputStream().flush();
            }
        }
    }
}
