package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one name that task instances have pushed, as an attempt asks for them: of its own task and run, unless said
 * otherwise. Immutable; each question is put to the store anew. Airflow's {@code xcom_pull}.
 *
 * @param <T> their type
 */
public final class Xcoms<T> {
    private final XcomKey<T> key;
    private final Question question;
    private final Function<Question, List<Object>> answers;

    /**
     * Whose values are wanted.
     *
     * @param dagId null for the attempt's own
     * @param runId null for the attempt's own
     * @param taskIds empty for the attempt's own
     * @param mapIndexes empty for all that there are
     * @param priorDates whether an earlier run's is as good where the run has none
     */
    public record Question(
            String name,
            @Nullable String dagId,
            @Nullable String runId,
            List<String> taskIds,
            List<Integer> mapIndexes,
            boolean priorDates) {
        public Question {
            taskIds = List.copyOf(taskIds);
            mapIndexes = List.copyOf(mapIndexes);
        }
    }

    private Xcoms(XcomKey<T> key, Question question, Function<Question, List<Object>> answers) {
        this.key = key;
        this.question = question;
        this.answers = answers;
    }

    /** @param answers finds the values, in the order of the question's tasks and map indexes */
    public static <T> Xcoms<T> named(XcomKey<T> key, Function<Question, List<Object>> answers) {
        var everything = new Question(key.name(), null, null, List.of(), List.of(), false);
        return new Xcoms<>(key, everything, answers);
    }

    private Xcoms<T> with(
            @Nullable String dagId,
            @Nullable String runId,
            List<String> taskIds,
            List<Integer> mapIndexes,
            boolean priorDates) {
        return new Xcoms<>(key, new Question(key.name(), dagId, runId, taskIds, mapIndexes, priorDates), answers);
    }

    /** Of these tasks, in this order. */
    public Xcoms<T> of(String... taskIds) {
        return with(question.dagId, question.runId, List.of(taskIds), question.mapIndexes, question.priorDates);
    }

    /** Of the instances with these map indexes, in this order, instead of all; -1 is that of a task that is not mapped. */
    public Xcoms<T> at(int... mapIndexes) {
        var boxed = Arrays.stream(mapIndexes).boxed().toList();
        return with(question.dagId, question.runId, question.taskIds, boxed, question.priorDates);
    }

    /** Of another run of this DAG. */
    public Xcoms<T> inRun(String runId) {
        return with(
                question.dagId,
                requireNonNull(runId, "runId"),
                question.taskIds,
                question.mapIndexes,
                question.priorDates);
    }

    /** Of a run of another DAG. */
    public Xcoms<T> inRun(String dagId, String runId) {
        return with(
                requireNonNull(dagId, "dagId"),
                requireNonNull(runId, "runId"),
                question.taskIds,
                question.mapIndexes,
                question.priorDates);
    }

    /** Where the run has none, those of the newest run with an earlier logical date that has. */
    public Xcoms<T> includingPriorDates() {
        return with(question.dagId, question.runId, question.taskIds, question.mapIndexes, true);
    }

    /**
     * All values that there are, task by task and by map index; what was not pushed is absent.
     *
     * @throws EngineException when one is of another type
     */
    public List<T> all() {
        var all = new ArrayList<T>();
        for (var value : answers.apply(question)) {
            all.add(key.read(value)
                    .orElseThrow(() -> new EngineException("the XCom \"%s\" of %s is no %s but a %s"
                            .formatted(
                                    key.name(),
                                    question.taskIds.isEmpty() ? "this task" : String.join(", ", question.taskIds),
                                    key.type(),
                                    nameOf(value)))));
        }
        return List.copyOf(all);
    }

    private static String nameOf(Object value) {
        return value instanceof List
                ? "List"
                : value instanceof Map ? "Map" : value.getClass().getSimpleName();
    }

    /**
     * The first of all values.
     *
     * @throws EngineException when one is of another type
     */
    public Optional<T> find() {
        return all().stream().findFirst();
    }
}
