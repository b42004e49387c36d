package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.aptheke.suite.SuiteDetails;

/** Suites as a test has them, and which were to be checked. */
final class KnownSuites implements SuiteDesk {
    final Map<String, SuiteDetails> details = new ConcurrentHashMap<>();
    private final List<String> checked = new ArrayList<>();

    @Override
    public Optional<SuiteDetails> details(String suite) {
        return Optional.ofNullable(details.get(suite));
    }

    @Override
    public synchronized boolean check(String suite) {
        return details.containsKey(suite) && checked.add(suite);
    }

    synchronized List<String> checked() {
        return List.copyOf(checked);
    }
}
