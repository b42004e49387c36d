package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.OriginStatus;
import org.aptheke.admin.SettingInForce;
import org.aptheke.admin.Status;
import org.aptheke.admin.SuiteDesk;
import org.aptheke.admin.Transfers;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import org.aptheke.events.EventSink;
import org.aptheke.health.Health;
import org.aptheke.health.StoreRoom;
import org.aptheke.health.StoreTroubles;
import org.aptheke.keep.SuiteSize;
import org.aptheke.log.RecentLog;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.server.netty.DataPortServer;
import org.aptheke.stock.Stock;
import org.aptheke.store.sql.SqlFileSearch;
import org.aptheke.store.sql.SqlTrafficBook;
import org.aptheke.suite.SuiteDetails;
import org.aptheke.suite.Suites;
import org.aptheke.traffic.TrafficRecorder;

/** What is noted and gathered for those who look on: made before what it looks at, since it takes their events. */
final class Insight implements AutoCloseable {
    /** Of runs; what runs is among them, and the last one of each kind. */
    private static final int RUNS = 50;

    private final OpenParts opened = new OpenParts();
    private final Supplier<Settings> settings;
    private final Path catalogFile;
    private final InstantSource clock;
    private final TrafficRecorder traffic;
    private final RecentLog recent = new RecentLog();
    private final StoreTroubles troubles = new StoreTroubles();

    /** What is looked at. */
    record Sights(
            Works works,
            Housekeeping house,
            DataPortServer listener,
            OfflineSwitch offline,
            Supplier<OriginStatus> origins,
            Supplier<String> metrics,
            Supplier<Configuration> configuration) {}

    Insight(Supplier<Settings> settings, InstantSource clock) {
        this.settings = settings;
        this.catalogFile = settings.get().data().resolve("catalog.db");
        this.clock = clock;
        var book = opened.add(SqlTrafficBook.in(catalogFile));
        this.traffic = opened.add(
                new TrafficRecorder(book, () -> settings.get().traffic().keep(), recent, clock));
    }

    /** Wants all answers. */
    EventSink answers() {
        return traffic;
    }

    /** Wants what the program says. */
    RecentLog recent() {
        return recent;
    }

    /** Wants all other events. */
    EventSink others() {
        return troubles;
    }

    /** When the catalogue has made its tables. */
    void start() {
        traffic.start();
    }

    AdminServer.Behind behind(Sights sights) {
        var works = sights.works();
        var house = sights.house();
        var stock = new Stock(
                opened.add(SqlFileSearch.in(catalogFile)),
                house.parts().contents(),
                house.parts().pins(),
                works.suites()::promises);
        return new AdminServer.Behind(
                works.suites()::status,
                sights.origins(),
                house.runner(),
                () -> SuiteSize.all(house.parts()),
                desk(works.suites()),
                sights.offline(),
                house.bundles().desk(),
                sights.metrics(),
                new AdminServer.Views(
                        Version.TEXT,
                        () -> status(sights),
                        () -> new Transfers(
                                works.fetches().transfers(), works.fetches().latest()),
                        traffic,
                        works.suites()::generationsOf,
                        stock,
                        new RecentLines(recent),
                        () -> settingsInForce(sights.configuration().get()),
                        clock));
    }

    private static List<SettingInForce> settingsInForce(Configuration configuration) {
        return configuration.effective().stream()
                .map(each -> new SettingInForce(each.name(), each.value(), each.place()))
                .toList();
    }

    private static SuiteDesk desk(Suites suites) {
        return new SuiteDesk() {
            @Override
            public Optional<SuiteDetails> details(String suite) {
                return suites.details(suite);
            }

            @Override
            public boolean check(String suite) {
                return suites.check(suite);
            }
        };
    }

    private Status status(Sights sights) throws IOException {
        var works = sights.works();
        var runs = sights.house().runner().latest(RUNS);
        var suites = works.suites().status();
        var origins = sights.origins().get();
        var room = room(sights);
        var now = clock.instant();
        boolean offline = sights.offline().isOn();
        var health = Health.of(
                new Health.Signs(suites, origins.remaps(), origins.parents(), room, troubles, runs, offline), now);
        var counters = sights.listener().counters();
        return new Status(
                Version.TEXT,
                traffic.startedAt(),
                now,
                health,
                traffic.sinceStart(),
                room,
                new Status.Load(
                        counters.openConnections().sum(),
                        settings.get().limits().connections(),
                        counters.openTunnels().sum(),
                        counters.running().sum(),
                        works.fetches().runningCount(),
                        works.fetches().readerCount()),
                runs.stream().filter(run -> !run.state().hasEnded()).toList(),
                suites,
                offline);
    }

    private static StoreRoom room(Sights sights) throws IOException {
        var figures = sights.house().figures();
        return new StoreRoom(
                figures.used(), figures.budget(), sights.works().blobs().usableBytes(), figures.reserve());
    }

    @Override
    public void close() {
        opened.close();
    }
}
