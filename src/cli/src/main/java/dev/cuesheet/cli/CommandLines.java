package dev.cuesheet.cli;

import dev.cuesheet.cli.command.AssetsCommand;
import dev.cuesheet.cli.command.BackfillCommand;
import dev.cuesheet.cli.command.CommandGroup;
import dev.cuesheet.cli.command.ConnectionsCommand;
import dev.cuesheet.cli.command.DagsCommand;
import dev.cuesheet.cli.command.DiagramCommand;
import dev.cuesheet.cli.command.GenerateTickitCommand;
import dev.cuesheet.cli.command.ListDagsCommand;
import dev.cuesheet.cli.command.ListRunsCommand;
import dev.cuesheet.cli.command.LocalAwsCommand;
import dev.cuesheet.cli.command.PoolsCommand;
import dev.cuesheet.cli.command.ReportCommand;
import dev.cuesheet.cli.command.RunDagCommand;
import dev.cuesheet.cli.command.RunsCommand;
import dev.cuesheet.cli.command.SchedulerCommand;
import dev.cuesheet.cli.command.ShowDagCommand;
import dev.cuesheet.cli.command.ShowRunCommand;
import dev.cuesheet.cli.command.SqlCommand;
import dev.cuesheet.cli.command.TasksCommand;
import dev.cuesheet.cli.command.VariablesCommand;
import dev.cuesheet.cli.command.WarmCachesCommand;
import dev.cuesheet.cli.terminal.Tty;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together, runs it once and turns what happens into an exit code. */
public final class CommandLines {
    public static final int SUCCESS = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;

    private static final List<String> NAMES = List.of(
            "run-dag",
            "list-dags",
            "show-dag",
            "dags",
            "tasks",
            "runs",
            "backfill",
            "list-runs",
            "show-run",
            "report",
            "assets",
            "variables",
            "connections",
            "pools",
            "sql",
            "scheduler",
            "local-aws",
            "generate-tickit",
            "diagram");

    /** What only builds call. */
    private static final List<String> HIDDEN = List.of("warm-caches");

    private CommandLines() {}

    /** Every command, in the order of the help. */
    static List<String> names() {
        return NAMES;
    }

    /** Runs one command to its end. */
    public static int run(Shell shell, String... args) {
        var cuesheet = new CuesheetCommand(shell);
        var commandLine = new CommandLine(cuesheet);
        namedIn(args).forEach(name -> add(cuesheet, commandLine, name, command(name), args));
        commandLine.getCommandSpec().versionProvider(new Version());
        commandLine
                .setColorScheme(colours(cuesheet))
                .setOut(new PrintWriter(shell.out(), true))
                .setErr(new PrintWriter(shell.err(), true))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(CommandLines::explainUsage)
                .setExecutionExceptionHandler((failure, failed, parsed) -> Failures.explain(failure, cuesheet));
        try {
            return commandLine.execute(args);
        } catch (LinkageError | OutOfMemoryError e) {
            return Failures.explain(e, cuesheet);
        }
    }

    /**
     * The commands to look at: reading the annotations of all of them is what makes a start slow. A word that only
     * happens to be a command's name does no harm.
     */
    private static List<String> namedIn(String... args) {
        var words = Arrays.asList(args);
        var named = Stream.concat(NAMES.stream(), HIDDEN.stream())
                .filter(words::contains)
                .toList();
        return named.isEmpty() ? NAMES : named;
    }

    private static void add(CuesheetCommand cuesheet, CommandLine parent, String name, Object command, String... args) {
        var commandLine = new CommandLine(command).setCommandName(name);
        parent.addSubcommand(name, commandLine);
        cuesheet.offerDatabase(commandLine.getCommandSpec());
        if (command instanceof CommandGroup group) {
            group.namedIn(List.of(args))
                    .forEach(below -> add(cuesheet, commandLine, below, group.command(below), args));
        }
    }

    /** A new command of that name. */
    static Object command(String name) {
        return switch (name) {
            case "run-dag" -> new RunDagCommand();
            case "list-dags" -> new ListDagsCommand();
            case "show-dag" -> new ShowDagCommand();
            case "dags" -> new DagsCommand();
            case "tasks" -> new TasksCommand();
            case "runs" -> new RunsCommand();
            case "backfill" -> new BackfillCommand();
            case "list-runs" -> new ListRunsCommand();
            case "show-run" -> new ShowRunCommand();
            case "report" -> new ReportCommand();
            case "assets" -> new AssetsCommand();
            case "variables" -> new VariablesCommand();
            case "connections" -> new ConnectionsCommand();
            case "pools" -> new PoolsCommand();
            case "sql" -> new SqlCommand();
            case "scheduler" -> new SchedulerCommand();
            case "local-aws" -> new LocalAwsCommand();
            case "generate-tickit" -> new GenerateTickitCommand();
            case "diagram" -> new DiagramCommand();
            case "warm-caches" -> new WarmCachesCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    private static ColorScheme colours(CuesheetCommand cuesheet) {
        boolean colour = cuesheet.style(Tty.Stream.OUT).colour();
        return CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF);
    }

    private static int explainUsage(ParameterException failure, String[] args) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        err.println("cuesheet: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }
}
