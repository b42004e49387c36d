package org.aptheke.remap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.Redirects;

/**
 * Sends what is asked of a remap to one of its mirrors, and to the next when that fails before its answer begins. Each
 * mirror's redirects are followed before it is judged. Safe for use by many threads.
 *
 * <p>A download that broke off goes on at another mirror only where both say the same strong entity tag, which
 * {@code If-Range} asks; a date says too little of files on two machines, so with a date only the mirror that sent the
 * first part is asked for the rest, and the others for the whole. A mirror whose answer breaks off counts as failing, so
 * that it is not asked first for the rest. Whoever asks again around caches was sent something wrong: the mirror that
 * sent it is asked last, and so are all that are known to have something else than was promised.
 */
public final class RemapClient implements OriginClient {
    private static final int REMEMBERED = 20_000;

    private final OriginClient client;
    private final Redirects redirects;
    private final Remaps remaps;
    private final Cache<TargetUri, Integer> answered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Verdicts verdicts = new Verdicts();

    public RemapClient(OriginClient client, Remaps remaps) {
        this.client = client;
        this.redirects = new Redirects(client);
        this.remaps = remaps;
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        var named = remaps.named(request.target());
        return named.isEmpty() ? client.send(request) : send(request, named.get());
    }

    private OriginResponse send(OriginRequest request, Remaps.Named named) throws IOException, InterruptedException {
        var last = Optional.ofNullable(answered.getIfPresent(request.target()));
        var ofThis = verdicts.of(request.target());
        var attempts = new ArrayList<MirrorRace.Attempt>();
        for (int mirror : order(request, named.mirrors(), last, ofThis)) {
            boolean same = last.equals(Optional.of(mirror));
            var target = Remap.at(named.mirrors().bases().get(mirror), request.target());
            var permitted = named.remap().permitted(target, request.fields());
            var fields = bindsToOneMirror(permitted) && !same
                    ? permitted.without("Range").without("If-Range")
                    : permitted;
            attempts.add(new MirrorRace.Attempt(
                    mirror,
                    new OriginRequest(
                            request.method(), target, fields, named.remap().parent())));
        }
        var race = new MirrorRace(
                sent -> redirects.send(sent).response(),
                named.mirrors(),
                named.remap().patience());
        var answer = race.run(attempts);
        answered.put(request.target(), answer.mirror());
        return new MirrorResponse(answer.response(), named.mirrors(), answer.mirror(), ofThis);
    }

    private static List<Integer> order(
            OriginRequest request, Mirrors mirrors, Optional<Integer> last, Verdicts.OfOneFile verdicts) {
        var order = new ArrayList<>(mirrors.order());
        boolean goesOn = request.fields().contains("Range")
                && last.filter(mirrors::mayBeAsked).isPresent();
        boolean again = CacheControl.of(request.fields()).noCache();
        if (last.isPresent() && (goesOn || again)) {
            order.removeIf(last.get()::equals);
            order.add(goesOn ? 0 : order.size(), last.get());
        }
        order.sort(Comparator.comparing(verdicts::isWrong)); // stable
        return order;
    }

    private static boolean bindsToOneMirror(Fields fields) {
        return fields.contains("Range")
                && fields.first("If-Range")
                        .filter(value -> !value.startsWith("\""))
                        .isPresent();
    }
}
