package dev.cuesheet.engine.simulation;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulation. Immutable.
 *
 * @param from inclusive
 * @param to exclusive; runs that began before may have ended later
 * @param runs in the order of their starts
 */
public record SimulatedHistory(String dagId, Instant from, Instant to, List<Run> runs) {
    public SimulatedHistory {
        requireNonNull(dagId, "dagId");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        runs = List.copyOf(runs);
    }

    /**
     * A run.
     *
     * @param dataInterval null when the schedule has no run of that logical date
     * @param endDate null when it never ended
     * @param note why it ended as it did, where that is not plain from its tasks
     * @param tasks every task instance as it was in the end, in the DAG's order, then by map index
     * @param attempts in the order of their starts
     * @param missedDeadlines the names of the deadlines that it missed, in the order of their instants
     */
    public record Run(
            String runId,
            Instant logicalDate,
            @Nullable DataInterval dataInterval,
            Instant startDate,
            @Nullable Instant endDate,
            RunState state,
            @Nullable String note,
            List<TaskInstance> tasks,
            List<Attempt> attempts,
            List<String> missedDeadlines) {
        public Run {
            requireNonNull(runId, "runId");
            requireNonNull(logicalDate, "logicalDate");
            requireNonNull(startDate, "startDate");
            requireNonNull(state, "state");
            tasks = List.copyOf(tasks);
            attempts = List.copyOf(attempts);
            missedDeadlines = List.copyOf(missedDeadlines);
        }

        /** From start to end; empty when it never ended. */
        public Optional<Duration> duration() {
            return endDate == null ? Optional.empty() : Optional.of(Duration.between(startDate, endDate));
        }

        /** The attempts at one task. */
        public List<Attempt> attemptsAt(String taskId) {
            return attempts.stream()
                    .filter(attempt -> attempt.key().taskId().equals(taskId))
                    .toList();
        }

        /** How many attempts failed and were tried again. */
        public int retries() {
            return (int) attempts.stream()
                    .filter(attempt -> attempt.state() == TaskInstanceState.UP_FOR_RETRY)
                    .count();
        }

        /**
         * The greatest number of attempts that were under way at one time, sensors that had given their slot back among
         * them. One that nobody saw end is not counted.
         */
        public int mostAtOnce() {
            record Moment(Instant at, int change) {}
            var moments = new ArrayList<Moment>();
            for (var attempt : attempts) {
                if (attempt.endDate() != null) {
                    moments.add(new Moment(attempt.startDate(), 1));
                    moments.add(new Moment(attempt.endDate(), -1));
                }
            }
            moments.sort(Comparator.comparing(Moment::at).thenComparingInt(Moment::change));
            int most = 0;
            int now = 0;
            for (var moment : moments) {
                now += moment.change;
                most = Math.max(most, now);
            }
            return most;
        }

        /** As {@code 2025-01-01T02:00:00Z success in 1m30s, 4 attempts}. */
        public String line() {
            return "%s %s%s, %d %s%s"
                    .formatted(
                            logicalDate,
                            state.label(),
                            duration().map(took -> " in " + inWords(took)).orElse(""),
                            attempts.size(),
                            attempts.size() == 1 ? "attempt" : "attempts",
                            missedDeadlines.stream()
                                    .map(name -> ", missed \"" + name + '"')
                                    .collect(Collectors.joining()));
        }

        /** The run's line, and below it one for each attempt: when it began, its task and number, its end. */
        public String text() {
            var text = new StringBuilder(line());
            for (var attempt : attempts) {
                text.append("\n  +%s %s#%d %s"
                        .formatted(
                                inWords(Duration.between(startDate, attempt.startDate())),
                                attempt.key().display(),
                                attempt.tryNumber(),
                                attempt.state().label()));
                if (attempt.endDate() != null) {
                    text.append(" in ").append(inWords(Duration.between(attempt.startDate(), attempt.endDate())));
                }
            }
            return text.toString();
        }
    }

    static SimulatedHistory of(Dag dag, Instant from, Instant to, Collection<String> runIds, StateStore store) {
        var rank = new HashMap<String, Integer>();
        dag.tasks().forEach(task -> rank.put(task.id(), rank.size()));
        var runs = new ArrayList<Run>();
        for (var runId : runIds) {
            store.findRun(dag.id(), runId)
                    .map(run -> read(dag, run, rank, store))
                    .ifPresent(runs::add);
        }
        runs.sort(Comparator.comparing(Run::startDate).thenComparing(Run::logicalDate));
        return new SimulatedHistory(dag.id(), from, to, runs);
    }

    /** Those that passed after the simulation had ended are not among them. */
    private static List<String> missed(DagRun run, StateStore store) {
        return store.deadlines().of(run.dagId(), run.runId()).stream()
                .filter(deadline -> deadline.missedAt() != null)
                .map(StoredDeadline::name)
                .toList();
    }

    private static Run read(Dag dag, DagRun run, Map<String, Integer> rank, StateStore store) {
        var tasks = new ArrayList<>(store.taskInstances(dag.id(), run.runId()));
        tasks.sort(Comparator.<TaskInstance>comparingInt(task -> rank.getOrDefault(task.taskId(), rank.size()))
                .thenComparing(TaskInstance::taskId)
                .thenComparingInt(TaskInstance::mapIndex));
        var attempts = new ArrayList<>(store.attempts(dag.id(), run.runId()));
        attempts.sort(Comparator.comparing(Attempt::startDate)
                .thenComparingInt(attempt -> rank.getOrDefault(attempt.key().taskId(), rank.size()))
                .thenComparingInt(attempt -> attempt.key().mapIndex())
                .thenComparingInt(Attempt::tryNumber));
        var interval = dag.schedule()
                .runsBetween(run.logicalDate(), run.logicalDate())
                .findFirst()
                .map(ScheduledRun::dataInterval)
                .orElse(null);
        return new Run(
                run.runId(),
                run.logicalDate(),
                interval,
                requireNonNull(run.startDate(), "a run that began has a start"),
                run.endDate(),
                run.state(),
                run.note(),
                tasks,
                attempts,
                missed(run, store));
    }

    /** The run of that logical date; empty when there was none. */
    public Optional<Run> run(Instant logicalDate) {
        return runs.stream()
                .filter(run -> run.logicalDate().equals(logicalDate))
                .findFirst();
    }

    /** The runs that ended so. */
    public List<Run> runs(RunState state) {
        return runs.stream().filter(run -> run.state() == state).toList();
    }

    /** How many runs ended in which state; states that none ended in are left out. */
    public Map<RunState, Integer> counts() {
        var counts = new EnumMap<RunState, Integer>(RunState.class);
        runs.forEach(run -> counts.merge(run.state(), 1, Integer::sum));
        return counts;
    }

    /** All attempts, run by run. */
    public Stream<Attempt> attempts() {
        return runs.stream().flatMap(run -> run.attempts().stream());
    }

    /** How many attempts failed and were tried again. */
    public int retries() {
        return runs.stream().mapToInt(Run::retries).sum();
    }

    /** How many deadlines were missed, over all runs. */
    public int missedDeadlines() {
        return runs.stream().mapToInt(run -> run.missedDeadlines().size()).sum();
    }

    /** The run that took longest, of several the first; empty when none ended. */
    public Optional<Run> longest() {
        return runs.stream()
                .filter(run -> run.endDate() != null)
                .max(Comparator.<Run, Duration>comparing(run -> run.duration().orElseThrow())
                        .thenComparing(Run::startDate, Comparator.reverseOrder()));
    }

    /** One line on the whole, and one for each run. */
    public String text() {
        var text = new StringBuilder(
                "%s from %s to %s: %d %s".formatted(dagId, from, to, runs.size(), runs.size() == 1 ? "run" : "runs"));
        counts().forEach((state, count) -> text.append(", %d %s".formatted(count, state.label())));
        text.append(", %d retries".formatted(retries()));
        int missed = missedDeadlines();
        if (missed > 0) {
            text.append(", %d %s missed".formatted(missed, missed == 1 ? "deadline" : "deadlines"));
        }
        runs.forEach(run -> text.append('\n').append(run.line()));
        return text.toString();
    }

    private static String inWords(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
