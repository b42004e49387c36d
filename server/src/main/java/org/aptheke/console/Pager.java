package org.aptheke.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aptheke.admin.Visit;

/**
 * Which part of a long list a page shows.
 *
 * @param page counted from 1
 * @param rest what else the page was asked for, which its neighbours are asked for too
 */
record Pager(String path, Map<String, String> rest, int page, int pages, long total) {
    static final int ROWS = 100;
    private static final String PAGE = "page";

    Pager {
        rest = new TreeMap<>(rest);
    }

    static Pager of(Visit visit, String path, long total) {
        int pages = (int) Math.max(1, Math.ceilDiv(total, ROWS));
        var rest = new TreeMap<>(visit.asked());
        rest.remove(PAGE);
        return new Pager(path, rest, Math.clamp(visit.number(PAGE, 1), 1, pages), pages, total);
    }

    /** The rows of this page. */
    <T> List<T> cut(List<T> all) {
        int from = Math.min(offset(), all.size());
        return all.subList(from, Math.min(from + ROWS, all.size()));
    }

    int offset() {
        return (page - 1) * ROWS;
    }

    boolean isNeeded() {
        return pages > 1;
    }

    String link(int other) {
        var words = new ArrayList<String>();
        rest.forEach((name, value) -> {
            words.add(name);
            words.add(value);
        });
        words.add(PAGE);
        words.add(String.valueOf(other));
        return Links.to(path, words.toArray(String[]::new));
    }
}
