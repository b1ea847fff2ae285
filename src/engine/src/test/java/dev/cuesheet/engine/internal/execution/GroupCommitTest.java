package dev.cuesheet.engine.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {
    private static final int STEPS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private long time;
    private final Recording work = new Recording();
    private final GroupCommit commits = new GroupCommit(lock, () -> time, work);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** A store whose first commit lasts until the test lets it go on. */
    private final class Recording implements GroupCommit.Work {
        final List<Integer> sizes = new ArrayList<>();
        final List<String> order = new ArrayList<>();
        final CountDownLatch storing = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        boolean fails;
        long duration;
        int latecomers;
        int atWork;

        @Override
        public void store(List<StateChange> changes) {
            assertThat(lock.isHeldByCurrentThread()).isFalse();
            sizes.add(changes.size());
            time += duration;
            if (sizes.size() == 1) {
                storing.countDown();
                awaitUninterrupted(goOn);
                if (fails) {
                    throw new IllegalStateException("the disk is full");
                }
            }
        }

        @Override
        public void stored(Batch batch) {
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            order.add("stored " + batch.changes.size());
        }

        @Override
        public void act(Batch batch) {
            assertThat(lock.isHeldByCurrentThread()).isFalse();
            assertThat(batch.isStored()).isTrue();
        }

        @Override
        public void failed(Throwable cause) {
            order.add(cause.getMessage());
        }

        @Override
        public int atWork() {
            for (; latecomers > 0; latecomers--) {
                step(true);
            }
            return atWork;
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Batch step(boolean patient) {
        lock.lock();
        try {
            var batch = commits.pending();
            batch.changes.add(new StateChange.ResultGone(new TaskInstanceKey("sales", "r", "t", -1)));
            if (patient) {
                commits.join(batch);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Boolean> patientStep() {
        var batch = step(true);
        return CompletableFuture.supplyAsync(() -> commits.await(batch), threads);
    }

    private List<CompletableFuture<Boolean>> stepsDuringACommit() {
        var all = new ArrayList<CompletableFuture<Boolean>>();
        all.add(patientStep());
        awaitUninterrupted(work.storing);
        for (int i = 0; i < STEPS; i++) {
            all.add(patientStep());
        }
        return all;
    }

    @Test
    void steps_that_arrive_during_a_commit_are_stored_together_in_the_next() {
        var steps = stepsDuringACommit();
        work.goOn.countDown();

        assertThat(steps).allMatch(CompletableFuture::join);
        assertThat(work.sizes).containsExactly(1, STEPS);
        assertThat(work.order).containsExactly("stored 1", "stored " + STEPS);
    }

    @Test
    void a_step_that_nobody_waits_for_is_stored_by_the_thread_that_is_storing() {
        var first = patientStep();
        awaitUninterrupted(work.storing);

        commits.leave(step(false));
        assertThat(work.sizes).containsExactly(1);
        work.goOn.countDown();

        assertThat(first.join()).isTrue();
        assertThat(work.sizes).containsExactly(1, 1);
    }

    @Test
    void a_step_is_not_stored_before_its_batch_is() {
        var steps = stepsDuringACommit();

        assertThat(steps).noneMatch(CompletableFuture::isDone);
        lock.lock();
        try {
            assertThat(commits.isIdle()).isFalse();
        } finally {
            lock.unlock();
        }
        work.goOn.countDown();
        steps.forEach(CompletableFuture::join);
    }

    @Test
    void when_a_commit_fails_what_was_to_follow_it_is_not_stored_either() {
        work.fails = true;
        var steps = stepsDuringACommit();
        work.goOn.countDown();

        assertThat(steps).noneMatch(CompletableFuture::join);
        assertThat(work.sizes).containsExactly(1);
        assertThat(work.order).containsExactly("the disk is full");
    }

    @Test
    void one_thread_alone_stores_each_step_by_itself() {
        work.goOn.countDown();
        for (int i = 0; i < 3; i++) {
            assertThat(commits.await(step(true))).isTrue();
        }

        assertThat(work.sizes).containsExactly(1, 1, 1);
    }

    @Test
    void a_slow_commit_waits_for_those_who_are_about_to_come_with_a_step() {
        work.goOn.countDown();
        work.duration = 4_000_000;
        commits.await(step(true));
        work.atWork = 3;
        work.latecomers = 2;

        commits.await(step(true));

        assertThat(work.sizes).containsExactly(1, 3);
    }

    @Test
    void a_quick_commit_waits_for_nobody() {
        work.goOn.countDown();
        work.duration = 100_000;
        commits.await(step(true));
        work.atWork = 3;
        work.latecomers = 2;

        commits.await(step(true));

        assertThat(work.latecomers).isEqualTo(2);
        assertThat(work.sizes).containsExactly(1, 1);
    }

    @Test
    void no_step_is_lost_or_stored_twice_however_many_threads_take_them() {
        work.goOn.countDown();
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int thread = 0; thread < 8; thread++) {
            boolean patient = thread % 2 == 0;
            all.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 5_000; i++) {
                            var batch = step(patient);
                            if (patient) {
                                assertThat(commits.await(batch)).isTrue();
                            } else {
                                commits.leave(batch);
                            }
                        }
                    },
                    threads));
        }
        all.forEach(CompletableFuture::join);
        lock.lock();
        try {
            assertThat(commits.isIdle()).isTrue();
        } finally {
            lock.unlock();
        }

        assertThat(work.sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(8 * 5_000);
    }
}
