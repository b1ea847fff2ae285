package dev.cuesheet.operators;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Progress;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An attempt at a task without an engine around it. The next attempt finds the notes of the one before. */
final class Attempt implements TaskContext {
    private final Map<String, String> notes;
    private final int number;
    private final List<Runnable> onCancel = new ArrayList<>();
    private final Map<String, long[]> progress = new ConcurrentHashMap<>();
    private boolean cancelled;
    private Optional<Instant> deadline = Optional.empty();

    private Attempt(Map<String, String> notes, int number) {
        this.notes = notes;
        this.number = number;
    }

    static Attempt first() {
        return new Attempt(new ConcurrentHashMap<>(), 1);
    }

    /** The attempt after this one, also when this one's process was killed. */
    Attempt next() {
        return new Attempt(notes, number + 1);
    }

    Attempt until(Instant instant) {
        this.deadline = Optional.of(instant);
        return this;
    }

    Map<String, String> notes() {
        return notes;
    }

    /** Done and total, as told last. */
    long[] progressIn(String unit) {
        return progress.getOrDefault(unit, new long[0]);
    }

    synchronized void awaitNote(String key) throws InterruptedException {
        Patience.until(this, () -> notes.containsKey(key));
    }

    synchronized void awaitProgressIn(String unit) throws InterruptedException {
        Patience.until(this, () -> progress.containsKey(unit));
    }

    private synchronized void changed() {
        notifyAll();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            cancelled = true;
            actions = List.copyOf(onCancel);
        }
        actions.forEach(Runnable::run);
    }

    @Override
    public String dagId() {
        return "nightly";
    }

    @Override
    public String runId() {
        return "manual-1";
    }

    @Override
    public String taskId() {
        return "refine";
    }

    @Override
    public int mapIndex() {
        return -1;
    }

    @Override
    public int tryNumber() {
        return number;
    }

    @Override
    public RunType runType() {
        return RunType.MANUAL;
    }

    @Override
    public Instant logicalDate() {
        return Instant.parse("2024-05-01T00:00:00Z");
    }

    @Override
    public Optional<DataInterval> dataInterval() {
        return Optional.of(DataInterval.exact(logicalDate()));
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public <T> T param(String name, Class<T> type) {
        throw new IllegalArgumentException("no parameter " + name);
    }

    @Override
    public String render(String template) {
        return template.replace("{{ ds }}", "2024-05-01");
    }

    @Override
    public TaskState state() {
        return new TaskState() {
            @Override
            public Optional<String> get(String key) {
                return Optional.ofNullable(notes.get(key));
            }

            @Override
            public void put(String key, String value) {
                notes.put(key, value);
                changed();
            }

            @Override
            public void remove(String key) {
                notes.remove(key);
            }
        };
    }

    @Override
    public void onCancel(Runnable action) {
        boolean now;
        synchronized (this) {
            onCancel.add(action);
            now = cancelled;
        }
        if (now) {
            action.run();
        }
    }

    @Override
    public Optional<Instant> deadline() {
        return deadline;
    }

    @Override
    public Progress progress() {
        return (unit, done, total) -> {
            progress.put(unit, new long[] {done, total});
            changed();
        };
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }
}
