package dev.cuesheet.enginelineage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.lineage.Lineage;
import dev.cuesheet.engine.lineage.TaskLineage;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.utils.UUIDUtils;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the events of one run. Names of jobs are those of Airflow's OpenLineage provider ({@code
 * providers/openlineage/plugins/adapter.py}): {@code dag} and {@code dag.task}. Ids follow from what they name, as there,
 * so that every process that tells of a run or an attempt calls it the same.
 */
final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);
    private static final String VERSION = Optional.ofNullable(
                    Events.class.getPackage().getImplementationVersion())
            .orElse("dev");
    private static final URI PRODUCER = URI.create("urn:cuesheet:engine-lineage:" + VERSION);
    private static final String INTEGRATION = "CUESHEET";

    private final OpenLineage ol = new OpenLineage(PRODUCER);
    private final String namespace;
    private final Dag dag;
    private final DagRun run;

    Events(String namespace, Dag dag, DagRun run) {
        this.namespace = namespace;
        this.dag = dag;
        this.run = run;
    }

    /** Of the run itself. */
    OpenLineage.RunEvent ofRun(EventType type, Instant at, @Nullable String error) {
        var facets = facets(error);
        var own = ol.newRunFacet();
        own.getAdditionalProperties().put("dagId", run.dagId());
        own.getAdditionalProperties().put("runId", run.runId());
        own.getAdditionalProperties().put("runType", run.type().label());
        facets.put("cuesheet", own);
        return event(type, at, runId(), facets.build(), run.dagId(), jobFacets("DAG"), Lineage.none());
    }

    /** Of an attempt, with the data that its operator declares. */
    OpenLineage.RunEvent ofAttempt(TaskInstance attempt, EventType type, Instant at, @Nullable String error) {
        var key = attempt.key();
        var name = run.dagId() + "." + key.taskId();
        var id = UUIDUtils.generateStaticUUID(
                run.logicalDate(),
                "%s.%s.%s.%d.%d"
                        .formatted(namespace, name, key.runId(), attempt.tryNumber(), key.mapIndex())
                        .getBytes(UTF_8));
        var facets = facets(error);
        facets.parent(ol.newParentRunFacet(
                ol.newParentRunFacetRun(runId(), null),
                ol.newParentRunFacetJob(namespace, run.dagId(), null),
                ol.newParentRunFacetRoot(ol.newRootRun(runId(), null), ol.newRootJob(namespace, run.dagId(), null))));
        var own = ol.newRunFacet();
        own.getAdditionalProperties().put("dagId", run.dagId());
        own.getAdditionalProperties().put("runId", run.runId());
        own.getAdditionalProperties().put("taskId", key.taskId());
        own.getAdditionalProperties().put("mapIndex", key.mapIndex());
        own.getAdditionalProperties().put("tryNumber", attempt.tryNumber());
        own.getAdditionalProperties().put("state", attempt.state().label());
        facets.put("cuesheet", own);
        return event(type, at, id, facets.build(), name, jobFacets("TASK"), lineage(attempt));
    }

    private OpenLineage.RunEvent event(
            EventType type,
            Instant at,
            UUID id,
            OpenLineage.RunFacets runFacets,
            String job,
            OpenLineage.JobFacets jobFacets,
            Lineage lineage) {
        return ol.newRunEventBuilder()
                .eventType(type)
                .eventTime(utc(at))
                .run(ol.newRun(id, runFacets))
                .job(ol.newJob(namespace, job, jobFacets))
                .inputs(lineage.inputs().stream()
                        .map(data -> ol.newInputDataset(data.namespace(), data.name(), null, null))
                        .toList())
                .outputs(lineage.outputs().stream()
                        .map(data -> ol.newOutputDataset(data.namespace(), data.name(), null, null))
                        .toList())
                .build();
    }

    private UUID runId() {
        return UUIDUtils.generateStaticUUID(
                run.logicalDate(),
                "%s.%s.%s".formatted(namespace, run.dagId(), run.runId()).getBytes(UTF_8));
    }

    private OpenLineage.RunFacetsBuilder facets(@Nullable String error) {
        var facets = ol.newRunFacetsBuilder()
                .nominalTime(ol.newNominalTimeRunFacet(
                        utc(run.logicalDate()), nominalEnd().map(Events::utc).orElse(null)))
                .processing_engine(ol.newProcessingEngineRunFacet(VERSION, "Cuesheet", VERSION));
        if (error != null) {
            facets.errorMessage(ol.newErrorMessageRunFacet(error, "JAVA", null));
        }
        return facets;
    }

    /** Of a run over a data interval, its end. */
    private Optional<Instant> nominalEnd() {
        if (run.type() != RunType.SCHEDULED) {
            return Optional.empty();
        }
        return dag.schedule()
                .runsBetween(run.logicalDate(), run.logicalDate())
                .findFirst()
                .map(ScheduledRun::dataInterval)
                .filter(interval -> !interval.isExact())
                .map(interval -> interval.end());
    }

    private OpenLineage.JobFacets jobFacets(String jobType) {
        var facets = ol.newJobFacetsBuilder().jobType(ol.newJobTypeJobFacet("BATCH", INTEGRATION, jobType, null));
        var structure = dag.structure();
        if (!structure.description().isBlank()) {
            facets.documentation(ol.newDocumentationJobFacet(structure.description(), "text/plain"));
        }
        if (!structure.tags().isEmpty()) {
            facets.tags(ol.newTagsJobFacet(structure.tags().stream()
                    .map(tag -> ol.newTagsJobFacetFields(tag, tag, INTEGRATION))
                    .toList()));
        }
        return facets.build();
    }

    /** A name that cannot be filled in will fail the attempt, which says so itself. */
    private Lineage lineage(TaskInstance attempt) {
        try {
            return TaskLineage.of(dag, run, attempt);
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            log.debug("The data of {} are not known", attempt.key().display(), e);
            return Lineage.none();
        }
    }

    private static ZonedDateTime utc(Instant instant) {
        return instant.atZone(ZoneOffset.UTC);
    }
}
