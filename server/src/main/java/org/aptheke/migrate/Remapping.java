package org.aptheke.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the lines {@code Remap-NAME} into tables, several lines of one name into one. Used by one thread. */
final class Remapping {
    /** What means something else in a path of this program. */
    private static final Set<String> TAKEN = Set.of("https", "healthz", "readyz", "snapshot", "aptheke", "localhost");

    private final Path directory;
    private final MirrorLists lists;

    /** By the name that the cache's directory has. */
    private final Map<String, RemapDraft> drafts = new LinkedHashMap<>();

    private final Map<String, AcngLine> firstLines = new LinkedHashMap<>();

    Remapping(Path directory, MirrorLists lists) {
        this.directory = directory;
        this.lists = lists;
    }

    void add(AcngLine line) throws IOException {
        firstLines.putIfAbsent(line.remapName(), line);
        var draft = drafts.get(line.remapName());
        if (draft == null) {
            draft = new RemapDraft(freeName(line.remapName()), line.remapName(), lists);
            drafts.put(line.remapName(), draft);
        }
        draft.add(line.value());
    }

    private String freeName(String written) {
        var name = written.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        if (name.isEmpty() || TAKEN.contains(name) || "-_".indexOf(name.charAt(0)) >= 0) {
            name = "r" + name;
        }
        var free = name;
        for (int i = 2; isTaken(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private boolean isTaken(String name) {
        return drafts.values().stream().anyMatch(draft -> draft.name().equals(name));
    }

    List<RemapDraft> usable() {
        return drafts.values().stream().filter(RemapDraft::leadsSomewhere).toList();
    }

    /** The names of usable remaps by those of their directories in the cache. */
    Map<String, String> namesByDirectory() {
        var names = new LinkedHashMap<String, String>();
        drafts.forEach((name, draft) -> {
            if (draft.leadsSomewhere()) {
                names.put(name, draft.name());
            }
        });
        return names;
    }

    /** Writes the tables. */
    void write(Draft all) {
        drafts.forEach((name, draft) -> {
            if (draft.leadsSomewhere()) {
                var source = firstLines.get(name);
                all.toml().addTable("remap", draft.toml(parent(draft, all)), String.valueOf(source));
                draft.origins().forEach(url -> all.reaches(url.hostName()));
            }
        });
    }

    /** The flag {@code proxy=} makes a parent that no other host is reached through. */
    private static Optional<String> parent(RemapDraft draft, Draft all) {
        if (draft.proxy().isEmpty()) {
            return Optional.empty();
        }
        var parent = ParentDraft.of(draft.proxy().get());
        if (draft.proxy().get().isEmpty() || parent.isEmpty()) {
            return Optional.of("direct");
        }
        var name = draft.name() + "-proxy";
        var lines = new ArrayList<String>();
        lines.add("name = " + Toml.quoted(name));
        lines.addAll(parent.get().toml());
        lines.add("hosts = []");
        all.toml().addTable("parent", lines, "for the remap " + draft.name());
        return Optional.of(name);
    }

    Fate fate(AcngLine line) {
        var draft = drafts.get(line.remapName());
        if (draft == null || !draft.leadsSomewhere()) {
            return new Fate.Lacking("there is no URL to fetch from"
                    + (draft == null ? "" : draft.notes().stream().reduce("", (all, note) -> all + "; " + note)));
        }
        var notes = new ArrayList<>(draft.notes());
        if (!draft.name().equals(line.remapName())) {
            notes.add("named " + draft.name() + " here, so that is its name in paths too");
        }
        if (Files.exists(directory.resolve(line.remapName() + ".hooks"))) {
            notes.add(line.remapName() + ".hooks is not taken over: no commands are run");
        }
        return new Fate.Mapped(List.of("remap " + draft.name()), String.join("; ", notes));
    }
}
