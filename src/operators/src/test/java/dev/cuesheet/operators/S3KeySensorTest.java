package dev.cuesheet.operators;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.s3.S3Object;
import dev.cuesheet.engine.TaskFailure;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3KeySensorTest extends OnLocalAws {
    private S3Uri bucket = S3Uri.ofBucket("not-yet");

    @BeforeEach
    void prepare() {
        bucket = S3Uri.ofBucket(unique("sensor"));
        aws().s3().createBucketIfAbsent(bucket.bucket());
    }

    @Test
    void a_key_that_is_there_ends_the_wait_at_the_first_look() throws InterruptedException {
        aws().s3().writeText(bucket.child("2024-05-01/_SUCCESS"), "");
        var found = new S3KeySensor(aws().s3(), bucket.child("{{ ds }}/_SUCCESS"))
                .sleeping(time -> {
                    throw new AssertionError("slept");
                })
                .execute(Attempt.first());
        assertThat(found).extracting(S3Object::uri).containsExactly(bucket.child("2024-05-01/_SUCCESS"));
    }

    @Test
    void the_wait_goes_on_until_the_last_key_is_there() throws InterruptedException {
        aws().s3().writeText(bucket.child("a"), "");
        var naps = new AtomicInteger();
        var found = new S3KeySensor(aws().s3(), bucket.child("a"), bucket.child("in/*.csv"))
                .sleeping(time -> {
                    if (naps.incrementAndGet() == 3) {
                        aws().s3().writeText(bucket.child("in/b.csv"), "");
                    } else {
                        aws().s3().writeText(bucket.child("in/b.csv.part"), "");
                    }
                })
                .execute(Attempt.first());
        assertThat(naps).hasValue(3);
        assertThat(found).extracting(S3Object::uri).containsExactly(bucket.child("a"), bucket.child("in/b.csv"));
    }

    @Test
    void what_is_missing_is_named_when_time_is_over() {
        aws().s3().writeText(bucket.child("a"), "");
        var sensor = new S3KeySensor(aws().s3(), bucket.child("a"), bucket.child("b"))
                .waiting(Wait.every(ofMillis(10), ofMillis(30)));
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> sensor.execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isTrue())
                .withMessageEndingWith("still missing: [%s]".formatted(bucket.child("b")));
    }

    @Test
    void the_tasks_deadline_ends_the_wait() {
        var sensor = new S3KeySensor(aws().s3(), bucket.child("b")).waiting(Wait.every(ofSeconds(30), ofSeconds(600)));
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> sensor.execute(Attempt.first().until(Instant.EPOCH)));
    }
}
