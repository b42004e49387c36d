package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.access.Role;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.JobRunner;
import org.aptheke.keep.PurgeJob;
import org.aptheke.stock.Stock;
import org.aptheke.stock.StockDetails;
import org.aptheke.stock.StockPage;

/** The part of the API that is about what is stored. */
final class StockRoutes implements EndpointGroup {
    private static final int USUAL = 50;

    private final Stock stock;
    private final JobRunner runner;

    StockRoutes(Stock stock, JobRunner runner) {
        this.stock = stock;
        this.runner = runner;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                "/api/v1/objects",
                                Role.VIEW,
                                "Stored files, found by package, part of the path, digest or key",
                                this::find)
                        .asking("package", "what the name of the file begins with")
                        .asking("path", "a part of host and path")
                        .asking("digest", "the beginning of a SHA-256")
                        .asking("key", "host and path")
                        .asking("limit", "so many on a page, 100 at most")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get(
                        "/api/v1/objects/{digest}",
                        Role.VIEW,
                        "A stored content: its names, who promises it, for whom it is pinned",
                        this::details),
                Endpoint.post(
                        "/api/v1/objects/{digest}/purge",
                        Role.OPERATE,
                        "Removes a content with all its names, or only plans it; answers with the run",
                        this::purge),
                Endpoint.post(
                        "/api/v1/objects/{digest}/pin", Role.OPERATE, "Has a content stay, used or not", this::pin),
                Endpoint.post("/api/v1/objects/{digest}/unpin", Role.OPERATE, "Gives up what pin did", this::unpin));
    }

    /**
     * With one of {@code package} (what the name of the file begins with), {@code digest} (its beginning) and {@code key}, and
     * with {@code path} (part of the key), {@code limit}, {@code cursor}.
     */
    private void find(Context context) throws IOException {
        var page = page(new Params(context));
        Answers.send(context, () -> StockText.of(page), () -> StockJson.of(page));
    }

    private StockPage page(Params params) throws IOException {
        int limit = params.limit(USUAL);
        var digest = params.text("digest").map(text -> text.toLowerCase(Locale.ROOT));
        if (digest.isPresent()) {
            if (!digest.get().matches("[0-9a-f]{4,64}")) {
                throw new Asked.UnclearException("digest is to be 4 to 64 hexadecimal digits.");
            }
            return stock.withDigest(digest.get(), limit);
        }
        var key = params.text("key");
        if (key.isPresent()) {
            return new StockPage(stock.withKey(new CacheKey(key.get())), Optional.empty(), OptionalLong.empty());
        }
        return stock.find(new Stock.Wanted(
                params.text("package").orElse(""),
                params.text("path").orElse(""),
                params.cursor().map(CacheKey::new),
                limit));
    }

    private void details(Context context) throws IOException {
        var digest = digest(context);
        var found = digest.isPresent() ? stock.details(digest.get()) : Optional.<StockDetails>empty();
        if (found.isPresent()) {
            Answers.send(context, () -> StockText.of(found.get()), () -> StockJson.of(found.get()));
        } else if (digest.isPresent()) {
            notStored(context, digest.get());
        }
    }

    private static Optional<Digest> digest(Context context) {
        var text = context.pathParam("digest");
        if (!text.matches("[0-9a-fA-F]{64}")) {
            Problem.answer(
                    context, 404, "No such content", "A digest has 64 hexadecimal digits, " + text + " has not.");
            return Optional.empty();
        }
        return Optional.of(Digest.ofHex(text));
    }

    private static void notStored(Context context, Digest digest) {
        Problem.answer(context, 404, "No such content", "Nothing with the digest " + digest.toHex() + " is stored.");
    }

    /** The content is {@code {"planOnly": true}} or {@code {}}. */
    private void purge(Context context) throws IOException {
        var digest = digest(context);
        if (digest.isEmpty()) {
            return;
        }
        try {
            var begun = runner.begin(
                    PurgeJob.KIND,
                    new Arguments(Map.of(PurgeJob.DIGEST, digest.get().toHex())),
                    Asked.of(context).yesOrNo("planOnly").orElse(false),
                    "by hand");
            context.status(202).header("Location", "/api/v1/jobs/" + begun.run().number());
            Answers.send(context, () -> JobText.of(begun), () -> JobJson.of(begun));
        } catch (JobRefusedException e) {
            Problem.answer(context, 400, "Not to be done", String.valueOf(e.getMessage()));
        }
    }

    private void pin(Context context) throws IOException {
        var digest = digest(context);
        if (digest.isEmpty()) {
            return;
        }
        if (stock.pin(digest.get())) {
            details(context);
        } else {
            notStored(context, digest.get());
        }
    }

    private void unpin(Context context) throws IOException {
        var digest = digest(context);
        if (digest.isEmpty()) {
            return;
        }
        if (stock.unpin(digest.get())) {
            Answers.send(context, () -> "unpinned\n", () -> "{\"pinned\": false}\n");
        } else {
            Problem.answer(context, 409, "Not pinned", digest.get().toHex() + " is not pinned by hand.");
        }
    }
}
