package org.aptheke.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aptheke.fetch.FetchView;
import org.aptheke.http.AddressText;
import org.aptheke.http.Masked;

/**
 * A fetch as it is now.
 *
 * @param file the last part of its name, behind the rest
 * @param clients some of those who follow it, in words
 * @param size of what has come, for one that has ended
 */
record TransferRow(
        long number,
        String file,
        String directory,
        Badge state,
        Bar bar,
        String rate,
        int clientCount,
        String clients,
        String upstream,
        String address,
        Optional<Moment> begunAt,
        Optional<Moment> endedAt,
        String size,
        String took,
        String failure,
        boolean background) {
    private static final int SHOWN_CLIENTS = 3;

    static TransferRow of(FetchView view, Frame frame) {
        var key = Masked.secrets(view.key());
        int slash = key.lastIndexOf('/') + 1;
        long total = view.total().orElse(0);
        return new TransferRow(
                view.number(),
                slash == key.length() ? key : key.substring(slash),
                slash == key.length() ? "" : key.substring(0, slash),
                badge(view),
                Bar.of(
                        view.bytes(),
                        total,
                        Figures.bytes(view.bytes()) + (total > 0 ? " of " + Figures.bytes(total) : ""),
                        Figures.rate(view.bytesPerSecond())),
                Figures.rate(view.bytesPerSecond()),
                view.clients().size(),
                clients(view),
                view.upstream().map(target -> origin(target.toString())).orElse(""),
                view.peer(),
                Optional.of(frame.moment(view.begunAt())),
                frame.moment(view.endedAt()),
                Figures.bytes(view.bytes()),
                Figures.duration(Duration.between(view.begunAt(), view.endedAt().orElse(frame.now()))),
                Masked.secrets(view.failure()),
                view.background());
    }

    /** {@code https://deb.example.org} of what is below it. */
    private static String origin(String url) {
        int path = url.indexOf('/', url.indexOf("//") + 2);
        return path < 0 ? url : url.substring(0, path);
    }

    private static Badge badge(FetchView view) {
        return new Badge(
                view.state().name().toLowerCase(Locale.ROOT),
                switch (view.state()) {
                    case WAITING -> "";
                    case ASKING, RECEIVING, FILING -> Badge.BUSY;
                    case DONE -> Badge.GOOD;
                    case FAILED -> Badge.BAD;
                });
    }

    private static String clients(FetchView view) {
        if (view.clients().isEmpty()) {
            return view.background() ? "nobody waits" : "";
        }
        var some = view.clients().stream()
                .limit(SHOWN_CLIENTS)
                .map(AddressText::of)
                .collect(Collectors.joining(", "));
        int more = view.clients().size() - SHOWN_CLIENTS;
        return more > 0 ? some + " and " + Figures.count(more) + " more" : some;
    }
}
