package org.aptheke.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.Asset;
import org.aptheke.admin.Page;
import org.aptheke.admin.Pages;
import org.aptheke.admin.Visit;
import org.aptheke.config.Settings;
import org.aptheke.guide.Ports;
import org.aptheke.jobs.ScheduleRules;

/** All pages of the console: the list of what there is. Safe for use by many threads. */
public final class Console implements Pages {
    private final Parts parts;
    private final List<Page> pages;
    private final Assets assets = new Assets();

    /**
     * What the pages show.
     *
     * @param shown what the API shows too
     * @param ports on which clients are served
     * @param host what this machine is called
     */
    public record Parts(
            AdminServer.Behind shown,
            Supplier<ScheduleRules> schedule,
            Supplier<Settings> settings,
            Supplier<Ports> ports,
            String host) {}

    public Console(Parts parts) {
        this.parts = parts;
        var pages = new ArrayList<Page>();
        addTraffic(pages);
        addStore(pages);
        addWork(pages);
        this.pages = List.copyOf(pages);
    }

    private void addTraffic(List<Page> to) {
        var views = parts.shown().views();
        to.add(sheet("/", Section.OVERVIEW, "", new OverviewPage(views.status(), views.traffic())));
        to.add(sheet(
                "/transfers",
                Section.TRANSFERS,
                TransfersPage.LEAD,
                new TransfersPage(views.transfers(), parts.shown().origins())));
        to.add(sheet("/clients", Section.CLIENTS, "", new ClientsPage(views.traffic(), views.generations())));
        to.add(sheet(
                "/client", Section.CLIENTS, "", new ClientPage(views.traffic(), views.generations(), views.log())));
    }

    private void addStore(List<Page> to) {
        var shown = parts.shown();
        var views = shown.views();
        to.add(sheet("/suites", Section.SUITES, "", new SuitesPage(shown.suites())));
        to.add(sheet("/suite", Section.SUITES, "", new SuitePage(shown)));
        to.add(sheet("/packages", Section.PACKAGES, "", new PackagesPage(views.stock())));
        to.add(sheet("/package", Section.PACKAGES, "", new PackagePage(views.stock(), views.log())));
    }

    private void addWork(List<Page> to) {
        var shown = parts.shown();
        var views = shown.views();
        to.add(sheet("/jobs", Section.JOBS, JobsPage.LEAD, new JobsPage(shown.runner(), parts.schedule())));
        to.add(sheet("/jobs/new", Section.JOBS, "", new NewRunPage(shown.runner(), shown.suites())));
        to.add(sheet("/jobs/{number}", Section.JOBS, "", new RunPage(shown.runner())));
        to.add(sheet("/log", Section.LOG, LogPage.LEAD, new LogPage(views.log())));
        to.add(sheet(
                "/settings", Section.SETTINGS, SettingsPage.LEAD, new SettingsPage(views.settings(), shown.offline())));
        to.add(sheet("/setup", Section.SETUP, "", new SetupPage(parts.settings(), parts.ports(), parts.host())));
    }

    private Page sheet(String path, Section section, String lead, Sheet.Middle middle) {
        var views = parts.shown().views();
        return new Sheet(path, section, lead, middle, views.version(), views.clock());
    }

    @Override
    public List<Page> all() {
        return pages;
    }

    @Override
    public String notFound(Visit visit) {
        var views = parts.shown().views();
        var now = views.clock().instant();
        var frame = new Frame(Section.OVERVIEW, "Not found", "", 0, visit, views.version(), now);
        return Templates.render("notfound", frame);
    }

    @Override
    public String logIn(Visit visit) {
        return Templates.render("login", LogInView.of(visit));
    }

    @Override
    public Optional<Asset> asset(String name) {
        return assets.find(name);
    }
}
