package dev.cuesheet.cli;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.aws.AwsTarget;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.report.Screen;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The executable itself: the options that every command knows, and what follows from them. */
@Command(
        name = "cuesheet",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {"", "Airflow-style DAGs in plain Java, typed AWS wrappers, and an AWS that fits in the same JVM."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet run-dag tickit_etl",
            "  cuesheet run-dag tickit_etl --param source=/data/tickit --param year=2008",
            "  cuesheet dags trigger tickit_etl",
            "  cuesheet tasks clear tickit_etl --run latest --only-failed",
            "  cuesheet sql \"SELECT catgroup, count(*) FROM category GROUP BY 1\"",
            "  cuesheet report --html report.html",
            "",
            "Exit codes: 0 success, 1 a run or operation failed, 2 wrong usage.",
            "cuesheet COMMAND --help tells more about a command."
        })
public final class CuesheetCommand implements Runnable {
    private static final String DATABASE = "--database";

    private final Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where state is kept (CUESHEET_HOME; default .cuesheet).")
    private @Nullable Path home;

    @Option(
            names = "--dags-folder",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where DAG files are (CUESHEET_DAGS; default ./dags, else the DAGs that came along).")
    private @Nullable Path dagsFolder;

    @Option(
            names = DATABASE,
            paramLabel = "URL",
            description = {
                "State of runs in PostgreSQL, as jdbc:postgresql://db/cuesheet (default: in the home).",
                "CUESHEET_DATABASE_URL, CUESHEET_DATABASE_USER, CUESHEET_DATABASE_PASSWORD."
            })
    private @Nullable String database;

    @Option(
            names = "--endpoint-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Use the AWS at this endpoint (AWS_ENDPOINT_URL; default: the local AWS inside).")
    private @Nullable URI endpointUrl;

    @Option(
            names = "--aws",
            scope = ScopeType.INHERIT,
            description = "Use real AWS, with credentials and region from the SDK's default chain.")
    private boolean realAws;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours (NO_COLOR).")
    private boolean noColor;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and log more (CUESHEET_DEBUG).")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and the Java in use.")
    private boolean version;

    public CuesheetCommand(Shell shell) {
        this.shell = shell;
    }

    /** Without a command there is nothing to do but to say what could be done. */
    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "Missing command.");
    }

    public Shell shell() {
        return shell;
    }

    public Installation installation() {
        return Installation.current();
    }

    public Home home() {
        var chosen = home != null
                ? home
                : shell.variable("CUESHEET_HOME").map(Path::of).orElse(Path.of(".cuesheet"));
        return new Home(shell.folder().resolve(chosen).normalize());
    }

    /** Where variables and connections come from. */
    public Secrets secrets() {
        return Secrets.standard(shell.environment(), home().folder());
    }

    /**
     * Lets the option for the state's database stand after the command as well. It cannot be inherited as the others are,
     * because one command has an option of that name for a database of another kind.
     */
    void offerDatabase(CommandSpec command) {
        if (command.findOption(DATABASE) != null) {
            return;
        }
        command.addOption(OptionSpec.builder(DATABASE)
                .paramLabel("URL")
                .description(spec().findOption(DATABASE).description())
                .type(String.class)
                .setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value instanceof String url) { // null is what every option has before the words are read
                            database = url;
                        }
                        return value;
                    }
                })
                .build());
    }

    /** The server that keeps the state of runs; empty when a file in the home does. */
    public Optional<String> databaseUrl() {
        return Optional.ofNullable(database).or(() -> shell.variable("CUESHEET_DATABASE_URL"));
    }

    /** The folder with the DAG files. It may not exist. */
    public Path dagsFolder() {
        if (dagsFolder != null) {
            return shell.folder().resolve(dagsFolder).normalize();
        }
        var told = shell.variable("CUESHEET_DAGS");
        if (told.isPresent()) {
            return shell.folder().resolve(told.get()).normalize();
        }
        var here = shell.folder().resolve("dags");
        return Files.isDirectory(here) ? here : installation().dags();
    }

    /** Which AWS the command works on. */
    public AwsTarget awsTarget() {
        var fromEnvironment = shell.variable("AWS_ENDPOINT_URL");
        if (realAws && endpointUrl != null) {
            throw new ParameterException(
                    spec().commandLine(), "--aws means real AWS, so --endpoint-url cannot be given with it.");
        }
        if (realAws && fromEnvironment.isPresent()) {
            throw new ParameterException(
                    spec().commandLine(),
                    "--aws means real AWS, but AWS_ENDPOINT_URL is set to %s. Unset it, or leave --aws out."
                            .formatted(fromEnvironment.get()));
        }
        if (realAws) {
            return new AwsTarget.RealAws();
        }
        if (endpointUrl != null) {
            return new AwsTarget.Endpoint(endpointUrl);
        }
        return fromEnvironment
                .<AwsTarget>map(url -> new AwsTarget.Endpoint(URI.create(url)))
                .orElseGet(() -> new AwsTarget.Inside(home().aws()));
    }

    public Style style(Tty.Stream stream) {
        return Tty.style(stream, !noColor, shell.environment());
    }

    /** What tables may draw on standard output. */
    public Screen screen() {
        return Tty.screen(Tty.Stream.OUT, !noColor, shell.environment());
    }

    public boolean debug() {
        return debug || shell.variable("CUESHEET_DEBUG").isPresent();
    }

    private CommandSpec spec() {
        return requireNonNull(spec, "picocli sets this before it runs a command");
    }
}
