package dev.cuesheet.cli;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.Workspace;
import dev.cuesheet.engine.dagbag.DagArguments;
import dev.cuesheet.engine.dagbag.DagBag;
import dev.cuesheet.engine.dagbag.DagFileFault;
import dev.cuesheet.engine.dagbag.DagFolder;
import dev.cuesheet.engine.dagbag.LoadedDag;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The DAGs folder, loaded as far as its files allow. Immutable. */
public final class Dags {
    private static final String CACHE = "dags";

    private final Path folder;
    private final DagBag bag;

    private Dags(Path folder, DagBag bag) {
        this.folder = folder;
        this.bag = bag;
    }

    /** Loads the DAGs to look at them: the AWS that their methods are given is never called. */
    public static Dags load(CuesheetCommand cuesheet) {
        return load(cuesheet, () -> AwsClients.builder().build());
    }

    /** @param aws asked at the first DAG method that wants anything of AWS */
    public static Dags load(CuesheetCommand cuesheet, Supplier<AwsClients> aws) {
        return load(cuesheet, aws, cuesheet.home().cache().resolve(CACHE));
    }

    /** Compiles into a cache that is to be shipped. */
    public static Dags compileInto(Path cache, CuesheetCommand cuesheet) {
        return load(cuesheet, () -> AwsClients.builder().build(), cache.resolve(CACHE));
    }

    private static Dags load(CuesheetCommand cuesheet, Supplier<AwsClients> aws, Path cache) {
        var folder = cuesheet.dagsFolder();
        var bag = DagFolder.at(folder, cache)
                .shippedCache(cuesheet.installation().shippedCache().resolve(CACHE))
                .arguments(
                        new Arguments(aws, workspace(cuesheet), cuesheet.shell().clock()))
                .load();
        return new Dags(folder, bag);
    }

    private static Workspace workspace(CuesheetCommand cuesheet) {
        return new Workspace(
                cuesheet.home().folder(),
                List.of(cuesheet.shell().folder(), cuesheet.installation().root()));
    }

    /** Every DAG that could be loaded, by id. */
    public List<LoadedDag> all() {
        return bag.dags();
    }

    /** Files that should offer a DAG and do not. */
    public List<DagFileFault> faults() {
        return bag.faults();
    }

    public Path folder() {
        return folder;
    }

    /**
     * The DAG of this id.
     *
     * @throws UserError naming near ids, and the files whose DAGs could not be loaded, since it may be in one of them
     */
    public Dag get(String dagId) {
        return bag.find(dagId).orElseThrow(() -> new UserError(unknown(dagId)));
    }

    /**
     * The task of this id.
     *
     * @throws UserError naming near ids
     */
    public static TaskSpec task(Dag dag, String taskId) {
        return dag.find(taskId).orElseThrow(() -> {
            var ids = dag.tasks().stream().map(TaskSpec::id).toList();
            var near = NearMatches.of(taskId, ids);
            return new UserError("DAG \"%s\" has no task \"%s\". %s"
                    .formatted(
                            dag.id(),
                            taskId,
                            near.isEmpty()
                                    ? "It has: %s.".formatted(String.join(", ", ids))
                                    : "Did you mean %s?".formatted(String.join(" or ", near))));
        });
    }

    /** What is wrong with the files, one a line, as compilers print it. */
    public static String lines(List<DagFileFault> faults) {
        return faults.stream().map(fault -> "\n  " + fault).collect(Collectors.joining());
    }

    private String unknown(String dagId) {
        var own = faults().stream()
                .filter(fault -> fault.message().contains("\"" + dagId + "\""))
                .toList();
        if (!own.isEmpty()) {
            return "DAG \"%s\" cannot be loaded:".formatted(dagId) + lines(own);
        }
        var ids = all().stream().map(loaded -> loaded.dag().id()).toList();
        var near = NearMatches.of(dagId, ids);
        var message = new StringBuilder("There is no DAG \"%s\" in %s.".formatted(dagId, folder));
        if (!near.isEmpty()) {
            message.append(" Did you mean ").append(String.join(" or ", near)).append("?");
        } else if (!ids.isEmpty()) {
            message.append(" There are: ").append(String.join(", ", ids)).append('.');
        } else if (faults().isEmpty()) {
            message.append(" There is none at all; name another folder with --dags-folder.");
        }
        if (!faults().isEmpty()) {
            message.append(" These files could not be loaded:").append(lines(faults()));
        }
        return message.toString();
    }

    /** What DAG methods may ask for. */
    private record Arguments(Supplier<AwsClients> aws, Workspace workspace, Clock clock) implements DagArguments {
        @Override
        public Optional<?> of(Class<?> type) {
            return switch (type.getName()) {
                case "dev.cuesheet.engine.Workspace" -> Optional.of(workspace);
                case "java.time.Clock", "java.time.InstantSource" -> Optional.of(clock);
                case "dev.cuesheet.aws.AwsClients" -> Optional.of(aws.get());
                case "dev.cuesheet.aws.s3.S3Store" -> Optional.of(aws.get().s3());
                case "dev.cuesheet.aws.glue.GlueCatalog" ->
                    Optional.of(aws.get().glueCatalog());
                case "dev.cuesheet.aws.glue.GlueCrawlers" ->
                    Optional.of(aws.get().glueCrawlers());
                case "dev.cuesheet.aws.glue.GlueJobs" -> Optional.of(aws.get().glueJobs());
                case "dev.cuesheet.aws.redshift.RedshiftClusters" ->
                    Optional.of(aws.get().redshiftClusters());
                case "dev.cuesheet.aws.redshift.RedshiftData" ->
                    Optional.of(aws.get().redshiftData());
                case "dev.cuesheet.aws.iam.Iam" -> Optional.of(aws.get().iam());
                case "dev.cuesheet.aws.sts.Sts" -> Optional.of(aws.get().sts());
                default -> Optional.empty();
            };
        }
    }
}
