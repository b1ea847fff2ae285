package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a run is stored together, and what comes after it, with attempts on real threads. */
@Timeout(30)
class StepsTest {
    private final InMemoryStateStore memory = new InMemoryStateStore();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch beginning = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private boolean slow;

    /** Notes each commit: which attempts begin and end in it. A slow one waits before it stores a beginning. */
    private final StateStore store = (StateStore) Proxy.newProxyInstance(
            StepsTest.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("commit")) {
                    note((List<?>) arguments[arguments.length - 1]);
                }
                try {
                    return method.invoke(memory, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    private void note(List<?> changes) throws InterruptedException {
        var attempts = changes.stream()
                .filter(StateChange.AttemptIs.class::isInstance)
                .map(change -> ((StateChange.AttemptIs) change).attempt())
                .map(attempt -> attempt.key().taskId() + " " + attempt.state().label())
                .collect(Collectors.joining(", "));
        if (slow && attempts.contains("running")) {
            beginning.countDown();
            goOn.await();
        }
        seen.add(attempts);
    }

    @Test
    void the_end_of_an_attempt_and_the_beginning_that_follows_it_on_the_same_thread_are_stored_together()
            throws InterruptedException {
        var dag = Dag.named("sales");
        var land = dag.task("land", context -> 1);
        var refine = dag.task("refine", land, (context, rows) -> rows + 1);
        dag.task("report", refine, (context, rows) -> rows + 1);

        try (var engine = Engine.builder().store(store).build()) {
            engine.run(dag.build(), RunRequest.manual());
        }

        assertThat(seen)
                .containsExactly(
                        "",
                        "land running",
                        "land success, refine running",
                        "refine success, report running",
                        "report success");
    }

    @Test
    void a_body_begins_only_once_its_beginning_is_stored() throws InterruptedException {
        slow = true;
        var dag = Dag.named("sales");
        dag.task("land", context -> seen.add("body"));

        try (var engine = Engine.builder().store(store).build()) {
            var run = engine.start(dag.build(), RunRequest.manual());
            beginning.await();
            assertThat(seen).containsExactly("");
            goOn.countDown();
            run.await();
        }

        assertThat(seen).containsExactly("", "land running", "body", "land success");
    }

    @Test
    void a_listener_hears_of_each_state_though_two_are_stored_together() throws InterruptedException {
        var dag = Dag.named("sales");
        var land = dag.task("land", context -> 1);
        dag.task("refine", land, (context, rows) -> rows + 1);
        var heard = new CopyOnWriteArrayList<String>();

        try (var engine = Engine.builder()
                .store(store)
                .listener(new RunListener() {
                    @Override
                    public void taskInstanceChanged(TaskInstance instance) {
                        heard.add(instance.taskId() + " " + instance.state().label());
                    }
                })
                .build()) {
            engine.run(dag.build(), RunRequest.manual());
        }

        assertThat(heard)
                .containsExactly(
                        "land none",
                        "refine none",
                        "land queued",
                        "land running",
                        "land success",
                        "refine queued",
                        "refine running",
                        "refine success");
    }

    @Test
    void what_is_mapped_over_a_result_sees_it_as_it_is_stored() throws InterruptedException {
        var dag = Dag.named("sales");
        var files = dag.task("files", context -> List.of("a", "b"));
        var sizes = dag.expand("size", files, (context, file) -> file.length());
        dag.expand("twice", sizes, (context, size) -> 2 * size);

        try (var engine = Engine.builder().store(store).build()) {
            var run = engine.run(dag.build(), RunRequest.manual());
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(memory.results("sales", run.runId(), "twice"))
                    .extracting(result -> result.json())
                    .containsExactly("2", "2");
        }
    }
}
