package org.aptheke.admin;

import java.util.List;
import java.util.Optional;

/** What is for people beside the API: pages, and the files that they use. */
public interface Pages {
    /** For a listener of the API alone. */
    Pages NONE = new Pages() {
        @Override
        public List<Page> all() {
            return List.of();
        }

        @Override
        public String notFound(Visit visit) {
            return "";
        }

        @Override
        public String logIn(Visit visit) {
            return "";
        }

        @Override
        public Optional<Asset> asset(String name) {
            return Optional.empty();
        }
    };

    List<Page> all();

    /** In place of one that there is not. */
    String notFound(Visit visit);

    /** The page to log in at, which sends a form to {@code /login}. */
    String logIn(Visit visit);

    /** A file of that name. */
    Optional<Asset> asset(String name);
}
