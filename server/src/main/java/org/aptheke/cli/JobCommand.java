package org.aptheke.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked of the jobs of the running program. */
@Command(
        name = "job",
        description = "Shows, begins and ends jobs of the running program, which go on when this command ends.")
final class JobCommand extends CommandGroup {
    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new JobCommand())
                .addSubcommand(new ListJobs(surroundings))
                .addSubcommand(new Plan(surroundings))
                .addSubcommand(new Start(surroundings))
                .addSubcommand(new Watch(surroundings))
                .addSubcommand(new Cancel(surroundings))
                .addSubcommand(new Report(surroundings));
    }

    @Command(name = "list", description = "Lists the kinds of jobs and their latest runs.")
    static final class ListJobs extends ApiCommand {
        ListJobs(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            print(api.get("jobs/kinds") + "\n" + api.get("jobs"));
            return 0;
        }
    }

    /** One that names a job and its arguments. */
    abstract static class OfKind extends ApiCommand {
        @Parameters(index = "0", paramLabel = "JOB", description = "What \"aptheke job list\" calls it.")
        private String kind = "";

        @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Arguments of the job.")
        private Map<String, String> arguments = new TreeMap<>();

        OfKind(Surroundings surroundings) {
            super(surroundings);
        }

        RunText begin(Api api, boolean planOnly) throws Api.NoAnswerException, InterruptedException {
            return JobCommand.begin(api, kind, arguments, planOnly);
        }
    }

    static RunText begin(Api api, String kind, Map<String, String> arguments, boolean planOnly)
            throws Api.NoAnswerException, InterruptedException {
        return RunText.of(api.post(
                "jobs",
                "{\"kind\": " + Api.quoted(kind) + ", \"planOnly\": " + planOnly + ", \"arguments\": "
                        + Api.object(arguments) + "}"));
    }

    @Command(name = "plan", description = "Shows what a job would do, and changes nothing.")
    static final class Plan extends OfKind {
        Plan(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            return watch(api, begin(api, true).number());
        }
    }

    @Command(
            name = "start",
            description = "Begins a job and looks on until it has ended.",
            footer = {"", "Exit status: 0 when it did all, 1 when it failed or was cancelled."})
    static final class Start extends OfKind {
        @Option(names = "--background", description = "Does not look on; prints the number of the run.")
        private boolean background;

        Start(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            var begun = begin(api, false);
            if (background) {
                print(begun.number() + "\n");
                return 0;
            }
            return watch(api, begun.number());
        }
    }

    /** One that names a run. */
    abstract static class OfRun extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "The number of the run.")
        private long number;

        OfRun(Surroundings surroundings) {
            super(surroundings);
        }

        long number() {
            return number;
        }
    }

    @Command(name = "watch", description = "Looks on until a run has ended.")
    static final class Watch extends OfRun {
        Watch(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            return watch(api, number());
        }
    }

    @Command(name = "cancel", description = "Has a run end behind its present step.")
    static final class Cancel extends OfRun {
        Cancel(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            api.post("jobs/" + number() + "/cancel", "{}");
            return 0;
        }
    }

    @Command(name = "report", description = "Shows a run, and what came of it.")
    static final class Report extends OfRun {
        @Option(names = "--json", description = "Prints JSON instead of text.")
        private boolean json;

        Report(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException, InterruptedException {
            print(api.get("jobs/" + number(), json));
            return 0;
        }
    }
}
