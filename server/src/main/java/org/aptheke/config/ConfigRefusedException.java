package org.aptheke.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries everything that is wrong with it, not only the first thing. */
public final class ConfigRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigRefusedException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the sources. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
