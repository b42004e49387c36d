package org.aptheke.config;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/** What can be set of keeping house: how much is stored, how long, and when that is seen to. */
final class HouseKeys {
    private static final int MANY = 1_000;

    private static final Kind<Cron> CRON = Kind.text("cron expression or \"never\"", Cron::parse, Cron::toString);
    private static final Kind<Integer> PERCENT =
            Kind.text("part of a hundred", SpaceLimit::percent, percent -> percent + "%");

    static final Key<Boolean> OFFLINE = new Key<>(
            "offline",
            Kind.BOOLEAN,
            "false",
            "Whether answers come from the store alone: no origin is asked for anything, and what is not stored is answered"
                    + " with 504. `aptheke offline on` does the same while the program runs, until it ends.",
            "true");

    static final Key<List<Settings.Mirror>> MIRROR = new Key<>(
            "mirror",
            Keys.differing(MirrorTable.KIND, Settings.Mirror::name, "two mirrors have the same name"),
            "[]",
            "Suites that are fetched before anybody asks, and kept: any number of [[mirror]] tables; docs/mirror.md tells more."
                    + " `url` and `suites` are as in a source of apt, `components` all unless named. `architectures` must be"
                    + " named, or `sources = true`. Of the packages `sections` and `packages` choose by patterns (`*` and `?`;"
                    + " `!` before one takes away), `newest` the newest version of each, `related` those of which some version"
                    + " is stored. `indexes` are those beside Packages and Sources: `translations`, `contents`, `dep11`,"
                    + " `commands`, by default all. Files beyond `budget` are left out, `rate` and `hours` limit fetching.",
            "[{name = \"debian\", url = \"http://deb.example.org/debian\", suites = [\"stable\", \"stable-updates\"],"
                    + " components = [\"main\"], architectures = [\"amd64\"], packages = [\"!*-dbgsym\"], newest = true,"
                    + " budget = \"200GiB\", rate = \"5MiB/s\", hours = \"22:00-06:00\"}]");

    static final Key<SpaceLimit> STORE_BUDGET = new Key<>(
            "store.budget",
            Kind.text("size, part of a hundred or \"none\"", SpaceLimit::parse, SpaceLimit::write),
            "\"none\"",
            "How much may be stored: a size, a part of the file system, or `none` for as much as fits beside `keep_free`. The"
                    + " store is never larger. Contents that several names share count once.",
            "\"200GiB\"");
    static final Key<Integer> STORE_HIGH_MARK = new Key<>(
            "store.high_mark",
            PERCENT,
            "\"95%\"",
            "The part of the budget above which room is made. What lies between it and the budget is for what arrives"
                    + " meanwhile.",
            "\"90%\"");
    static final Key<Integer> STORE_LOW_MARK = new Key<>(
            "store.low_mark",
            PERCENT,
            "\"85%\"",
            "The part of the budget, or of the disk, that is left when room was made. Not more than `high_mark`.",
            "\"75%\"");

    static final Key<Duration> EXPIRE_KEEP_UNREFERENCED = new Key<>(
            "expire.keep_unreferenced",
            Kinds.POSITIVE,
            "\"30d\"",
            "How long a file is kept that no release in use names, since it was last used. The same goes for answers of which"
                    + " no release could know, and for parts of downloads.",
            "\"14d\"");
    static final Key<Duration> EXPIRE_KEEP_UNUSED = new Key<>(
            "expire.keep_unused",
            Kinds.POSITIVE,
            "\"90d\"",
            "How long a package is kept that a release in use names, but that is not among the newest of its name, since it"
                    + " was last used.",
            "\"60d\"");
    static final Key<Integer> EXPIRE_NEWEST = new Key<>(
            "expire.newest",
            Kind.whole(1, MANY),
            "1",
            "So many versions of a package are kept as long as a release in use names them, used or not.",
            "2");
    static final Key<Duration> EXPIRE_KEEP_IDLE_SUITE = new Key<>(
            "expire.keep_idle_suite",
            Kinds.POSITIVE,
            "\"90d\"",
            "How long a suite is kept that nobody asks for any more. Then its releases go, and with them what only they name.",
            "\"365d\"");

    static final Key<List<String>> IMPORT_TRUSTED_KEYS = new Key<>(
            "import.trusted_keys",
            Kind.listOf(Kind.text("key of an exporter", HouseKeys::exporterKey, key -> key)),
            "[]",
            "Whose bundles `aptheke import` takes: what `aptheke export --key` prints on the instances that export. Archives"
                    + " are believed by their own signatures in any case.",
            "[\"ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"]");

    static final Key<Duration> TRAFFIC_KEEP = new Key<>(
            "traffic.keep",
            Kinds.POSITIVE,
            "\"400d\"",
            "How long is remembered what clients asked for and got, by hour, day, repository, client and package. Hours of"
                    + " clients and packages are kept for eight days at most, then their days alone.",
            "\"90d\"");

    static final Key<Integer> SCRUB_RUNS = new Key<>(
            "scrub.runs",
            Kind.whole(1, 256),
            "30",
            "In so many runs all stored files are read again and compared with their digests: with one run in a night, so many"
                    + " days.",
            "7");
    static final Key<Long> SCRUB_RATE = new Key<>(
            "scrub.rate",
            Kinds.RATE.where(rate -> rate > 0, "must be more than nothing"),
            "\"20MiB/s\"",
            "How fast a scrub reads at most; while clients ask, it is slower still.",
            "\"100MiB/s\"");

    static final Key<Cron> SCHEDULE_EXPIRE = new Key<>(
            "schedule.expire",
            CRON,
            "\"10 4 * * *\"",
            "When files are removed that are not needed any more: minute, hour, day of month, month, day of week, in the time"
                    + " zone of the machine. What falls due while the program does not run is made up for afterwards.",
            "\"0 3 * * 6\"");
    static final Key<Cron> SCHEDULE_SCRUB = new Key<>(
            "schedule.scrub", CRON, "\"30 2 * * *\"", "When a part of the stored files is read again.", "\"never\"");
    static final Key<Cron> SCHEDULE_MIRROR = new Key<>(
            "schedule.mirror",
            CRON,
            "\"30 1 * * *\"",
            "When it is fetched what is missing of [[mirror]] suites, where there are such.",
            "\"0 22 * * *\"");
    static final Key<Duration> SCHEDULE_JITTER = new Key<>(
            "schedule.jitter",
            Kinds.DURATION,
            "\"15m\"",
            "Each scheduled job begins up to so much later, that not all caches of a site do the same at once.",
            "\"0s\"");
    static final Key<LocalTime> SCHEDULE_QUIET_FROM = new Key<>(
            "schedule.quiet_from",
            Kinds.TIME_OF_DAY,
            "\"00:00\"",
            "From this time of day no scheduled job begins; what falls due begins afterwards. The same as `quiet_to` means"
                    + " never quiet.",
            "\"07:00\"");
    static final Key<LocalTime> SCHEDULE_QUIET_TO = new Key<>(
            "schedule.quiet_to",
            Kinds.TIME_OF_DAY,
            "\"00:00\"",
            "When the quiet hours end; this minute is no longer quiet.",
            "\"19:00\"");

    private HouseKeys() {}

    private static String exporterKey(String text) {
        if (!text.matches("ed25519:[A-Za-z0-9+/]{43}=")) {
            throw new IllegalArgumentException(
                    "not the key of an exporter, which \"aptheke export --key\" prints there: ed25519: and 44 characters");
        }
        return text;
    }
}
