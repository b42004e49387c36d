package org.aptheke.migrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of apt-cacher-ng, taken over: the text of ours, the lists that it names, and what became of each
 * directive. Immutable.
 */
public final class Migration {
    private static final String USUAL_TUNNELS = "^(bugs\\.debian\\.org|changelogs\\.ubuntu\\.com):443$";
    private static final Path USUAL_SUPPORT = Path.of("/usr/lib/apt-cacher-ng");

    private final Toml toml = new Toml();
    private final AcngFiles files;
    private final Effective effective;
    private final MirrorLists lists;
    private final Remapping remapping;
    private final List<Finding> findings = new ArrayList<>();

    private Migration(Path directory, Path copies) throws IOException {
        files = AcngFiles.read(directory);
        effective = new Effective(files.lines());
        var support = effective.text("supportdir").map(Path::of).orElse(USUAL_SUPPORT);
        lists = new MirrorLists(List.of(directory, support), copies);
        remapping = new Remapping(directory, lists);
    }

    /**
     * Reads the configuration in a directory.
     *
     * @param copies the directory that lists of mirrors are to be copied to
     * @param data where everything is to be stored; empty for the usual place
     * @throws IOException when the directory or a file in it cannot be read
     */
    public static Migration of(Path directory, Path copies, Optional<Path> data) throws IOException {
        var migration = new Migration(directory, copies);
        data.ifPresent(path -> migration.toml.set("data", Toml.quoted(path.toString()), "--data"));
        migration.map();
        return migration;
    }

    private void map() throws IOException {
        for (var line : effective.remaps()) {
            remapping.add(line);
        }
        var draft = new Draft(effective, toml, remapping.usable());
        remapping.write(draft);
        if (effective.line("passthroughpattern").isEmpty()) {
            toml.set(
                    "connect.allow",
                    Toml.longList(TunnelExpression.patterns(USUAL_TUNNELS).orElseThrow()),
                    "what apt-cacher-ng allows when PassThroughPattern says nothing");
        }
        for (var line : files.lines()) {
            findings.add(new Finding(line, fate(line, draft)));
        }
        if (!draft.egress().isEmpty()) {
            toml.set(
                    "egress.allow",
                    Toml.list(List.copyOf(draft.egress())),
                    "private addresses that remaps lead to; those that names stand for are to be added");
        }
    }

    private Fate fate(AcngLine line, Draft draft) {
        if (line.isRemap()) {
            return remapping.fate(line);
        }
        var overriding = effective.overriding(line);
        return overriding.isPresent() ? new Fate.Overridden(overriding.get()) : Directives.apply(line, draft);
    }

    /** The configuration, with what became of each directive at its end. */
    public String toml() {
        var text = new StringBuilder();
        text.append(Toml.comment("Taken over from apt-cacher-ng. At the end is what became of each directive."));
        text.append(Toml.comment("docs/configuration.md describes all settings; check a change: aptheke check-config"));
        text.append('\n');
        text.append(toml.text());
        text.append("\n# ---- What became of each directive\n");
        report().forEach(entry -> entry.lines().forEach(line -> text.append(Toml.comment(line))));
        return text.toString();
    }

    /** What became of each directive, by file and line. */
    public List<String> report() {
        var report = new ArrayList<String>();
        findings.forEach(finding -> report.add(finding.toString()));
        report.addAll(files.remarks());
        return report;
    }

    /** Lines of lists of mirrors, by the files that they are to be written to. */
    public Map<Path, List<String>> lists() {
        return lists.copies();
    }

    /** The names that remaps have in the configuration, by those of their directories in the cache. */
    public Map<String, String> remapsByDirectory() {
        return remapping.namesByDirectory();
    }

    /** Whether the names of files in the cache are escaped. */
    public boolean hasEscapedNames() {
        return effective.isOn("stupidfs");
    }
}
