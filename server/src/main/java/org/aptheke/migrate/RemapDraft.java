package org.aptheke.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aptheke.http.TargetUri;
import org.aptheke.remap.MirrorList;

/**
 * A remap being put together from all the lines that name it: {@code Remap-NAME: what clients ask for ; mirrors ; flags},
 * where a semicolon stands alone. Used by one thread.
 */
final class RemapDraft {
    private static final String FILE = "file:";

    private final String name;
    private final String directory;
    private final MirrorLists lists;
    private final Set<String> from = new LinkedHashSet<>();
    private final Set<String> to = new LinkedHashSet<>();
    private final Set<TargetUri> asked = new LinkedHashSet<>();
    private final Set<TargetUri> mirrors = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<String> proxy = Optional.empty();

    /**
     * A remap of which nothing is known yet.
     *
     * @param name as the configuration is to have it
     * @param directory its name in the cache
     */
    RemapDraft(String name, String directory, MirrorLists lists) {
        this.name = name;
        this.directory = directory;
        this.lists = lists;
    }

    void add(String value) throws IOException {
        int section = 0;
        for (var token : value.split("\\s+", -1)) {
            if (token.equals(";")) {
                section++;
            } else if (!token.isEmpty()) {
                switch (section) {
                    case 0 -> asked(token);
                    case 1 -> place(token, to, mirrors);
                    case 2 -> flag(token);
                    default -> notes.add("what follows the third part has no meaning: " + token);
                }
            }
        }
    }

    private void asked(String token) throws IOException {
        if (token.startsWith("/")) {
            boolean slash = token.length() > 1 && token.endsWith("/");
            from.add(slash ? token.substring(0, token.length() - 1) : token);
        } else {
            place(token, from, asked);
        }
    }

    private void place(String token, Set<String> places, Set<TargetUri> urls) throws IOException {
        if (token.startsWith(FILE)) {
            var copied = lists.read(token.substring(FILE.length()));
            if (copied.list().mirrors().isEmpty()) {
                notes.add(token + ": there is no such list, or no mirror is in it");
                return;
            }
            places.add(FILE + copied.copy());
            urls.addAll(copied.list().names());
        } else {
            var url = MirrorList.url(token);
            if (url.isEmpty()) {
                notes.add(token + ": not a URL");
                return;
            }
            places.add(url.get().toString());
            urls.add(url.get());
        }
    }

    private void flag(String token) {
        int equals = token.indexOf('=');
        String flag = equals < 0 ? token : token.substring(0, equals);
        String value = equals < 0 ? "" : token.substring(equals + 1);
        switch (flag) {
            case "keyfile" -> notes.add("keyfile is not needed: the next mirror is asked whenever one fails");
            case "deltasrc" -> notes.add("deltasrc is not taken over: there are no binary patches of packages here");
            case "proxy" -> proxy = Optional.of(value);
            default -> notes.add(flag + ": not a flag");
        }
    }

    String name() {
        return name;
    }

    String directory() {
        return directory;
    }

    /** The URLs that clients ask for. */
    Set<TargetUri> asked() {
        return asked;
    }

    /** Whether it says where files come from whatever the client asked for. */
    boolean isManaged() {
        return !mirrors.isEmpty();
    }

    /** All origins that it leads to. */
    Set<TargetUri> origins() {
        return isManaged() ? mirrors : asked;
    }

    /** Whether there is a URL that files can be fetched from. */
    boolean leadsSomewhere() {
        return !origins().isEmpty();
    }

    /** Of the flag; empty text means none at all. */
    Optional<String> proxy() {
        return proxy;
    }

    List<String> notes() {
        return notes;
    }

    /** As the table of the configuration has it. */
    List<String> toml(Optional<String> parent) {
        var lines = new ArrayList<String>();
        lines.add("name = " + Toml.quoted(name));
        lines.add("from = " + Toml.longList(List.copyOf(from)));
        if (!to.isEmpty()) {
            lines.add("to = " + Toml.longList(List.copyOf(to)));
        }
        parent.ifPresent(named -> lines.add("parent = " + Toml.quoted(named)));
        return lines;
    }
}
