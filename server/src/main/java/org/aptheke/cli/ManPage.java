package org.aptheke.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the language of man(7), from what its help says. */
final class ManPage {
    private static final String EXIT_STATUS = "Exit status: ";

    private final CommandSpec command;
    private final String version;
    private final StringBuilder text = new StringBuilder();

    ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** As its file is called: {@code aptheke-job-start.1}. */
    String fileName() {
        return command.qualifiedName("-") + ".1";
    }

    String text() {
        line(".TH " + quoted(command.qualifiedName("-")) + " 1 \"\" " + quoted("Aptheke " + version) + " Aptheke");
        name();
        synopsis();
        section("DESCRIPTION", Arrays.asList(description()));
        options();
        commands();
        var footer = Arrays.stream(command.usageMessage().footer())
                .filter(line -> !line.isBlank())
                .toList();
        section(
                "NOTES",
                footer.stream().filter(line -> !line.startsWith(EXIT_STATUS)).toList());
        section(
                "EXIT STATUS",
                footer.stream()
                        .filter(line -> line.startsWith(EXIT_STATUS))
                        .map(line -> line.substring(EXIT_STATUS.length()))
                        .toList());
        return text.toString();
    }

    private String[] description() {
        var usage = command.usageMessage();
        return usage.description().length > 0 ? usage.description() : usage.header();
    }

    private void name() {
        var first = String.join(" ", description());
        int end = first.indexOf(". ");
        line(".SH NAME");
        line(escaped(command.qualifiedName("-")) + " \\- "
                + escaped(end < 0 ? first.replaceFirst("\\.$", "") : first.substring(0, end)));
    }

    private void synopsis() {
        line(".SH SYNOPSIS");
        line("\\fB" + escaped(command.qualifiedName()) + "\\fR"
                + (shown().isEmpty() ? "" : " [\\fIOPTION\\fR...]")
                + command.positionalParameters().stream()
                        .map(parameter -> " " + (parameter.arity().min() == 0 ? "[" : "") + "\\fI"
                                + escaped(parameter.paramLabel()) + "\\fR"
                                + (parameter.arity().min() == 0 ? "]" : ""))
                        .collect(Collectors.joining())
                + (command.subcommands().isEmpty() ? "" : " \\fICOMMAND\\fR"));
    }

    private List<OptionSpec> shown() {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    private void options() {
        if (shown().isEmpty() && command.positionalParameters().isEmpty()) {
            return;
        }
        line(".SH OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter.description());
        }
        for (var option : shown()) {
            var names = Arrays.stream(option.names())
                    .map(name -> "\\fB" + escaped(name) + "\\fR")
                    .collect(Collectors.joining(", "));
            boolean flag = option.arity().max() == 0;
            item(flag ? names : names + "=\\fI" + escaped(option.paramLabel()) + "\\fR", option.description());
        }
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        line(".SH COMMANDS");
        command.subcommands().forEach((name, line) -> {
            var spec = line.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                item(
                        "\\fB" + escaped(name) + "\\fR, see \\fB" + escaped(spec.qualifiedName("-")) + "\\fR(1)",
                        spec.usageMessage().description());
            }
        });
    }

    private void item(String term, String[] description) {
        line(".TP");
        line(term);
        line(escaped(String.join(" ", description)));
    }

    private void section(String title, List<String> paragraphs) {
        if (paragraphs.isEmpty()) {
            return;
        }
        line(".SH " + title);
        for (int i = 0; i < paragraphs.size(); i++) {
            line(i == 0 ? "" : ".PP");
            line(escaped(paragraphs.get(i)));
        }
    }

    private void line(String line) {
        if (!line.isEmpty()) {
            text.append(line).append('\n');
        }
    }

    /** A line that begins with a dot or an apostrophe would be a request. */
    private static String escaped(String words) {
        var line = words.replace("%n", " ").replace("\\", "\\e").replace("-", "\\-");
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    private static String quoted(String word) {
        return '"' + word.replace("\"", "") + '"';
    }
}
