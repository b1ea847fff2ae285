package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.engine.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFileToS3OperatorTest extends OnLocalAws {
    @TempDir
    Path folder;

    private S3Uri bucket = S3Uri.ofBucket("not-yet");
    private Path file = Path.of("not-yet");

    @BeforeEach
    void prepare() throws IOException {
        bucket = S3Uri.ofBucket(unique("land"));
        aws().s3().createBucketIfAbsent(bucket.bucket());
        file = Files.writeString(folder.resolve("sales.txt"), "1|2|3\n");
    }

    @Test
    void a_file_lands_at_the_rendered_place_and_its_bytes_are_counted() throws InterruptedException {
        var attempt = Attempt.first();
        var landed =
                new LocalFileToS3Operator(aws().s3(), file.toString(), bucket + "{{ ds }}/sales.txt").execute(attempt);
        assertThat(landed.uri()).isEqualTo(bucket.child("2024-05-01/sales.txt"));
        assertThat(landed.uploaded()).isTrue();
        assertThat(aws().s3().readText(landed.uri())).isEqualTo("1|2|3\n");
        assertThat(attempt.progressIn("bytes")).containsExactly(6, 6);
    }

    @Test
    void a_file_that_has_landed_is_not_moved_again() throws InterruptedException {
        var operator = new LocalFileToS3Operator(aws().s3(), file, bucket.child("sales.txt"));
        operator.execute(Attempt.first());
        var before = aws().s3().get(bucket.child("sales.txt"));
        var attempt = Attempt.first();
        var again = operator.execute(attempt);
        assertThat(again.uploaded()).isFalse();
        assertThat(aws().s3().get(bucket.child("sales.txt"))).isEqualTo(before);
        assertThat(attempt.progressIn("bytes")).containsExactly(6, 6);
    }

    @Test
    void a_file_that_changed_replaces_what_is_there() throws Exception {
        var operator = new LocalFileToS3Operator(aws().s3(), file, bucket.child("sales.txt"));
        operator.execute(Attempt.first());
        Files.writeString(file, "9|9|9\n");
        assertThat(operator.execute(Attempt.first()).uploaded()).isTrue();
        assertThat(aws().s3().readText(bucket.child("sales.txt"))).isEqualTo("9|9|9\n");
    }

    @Test
    void what_must_not_be_replaced_is_kept_and_the_task_fails_for_good() throws Exception {
        var operator = new LocalFileToS3Operator(aws().s3(), file, bucket.child("sales.txt")).keepingWhatIsThere();
        operator.execute(Attempt.first());
        assertThat(operator.execute(Attempt.first()).uploaded()).isFalse();
        Files.writeString(file, "9|9|9\n");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> operator.execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("must not be replaced");
        assertThat(aws().s3().readText(bucket.child("sales.txt"))).isEqualTo("1|2|3\n");
    }

    @Test
    void a_file_that_is_not_there_fails_for_good_and_is_named() {
        var missing = folder.resolve("missing.txt");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() ->
                        new LocalFileToS3Operator(aws().s3(), missing, bucket.child("x")).execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining(missing.toString());
    }

    @Test
    void a_bucket_that_is_not_there_fails_with_the_words_of_s3() {
        var nowhere = S3Uri.ofBucket(unique("nowhere")).child("x");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> new LocalFileToS3Operator(aws().s3(), file, nowhere).execute(Attempt.first()))
                .withMessageContaining("NoSuchBucket")
                .withMessageContaining(nowhere.toString());
    }

    @Test
    void a_bucket_is_made_once() throws InterruptedException {
        var name = unique("made");
        var operator = new S3CreateBucketOperator(aws().s3(), name);
        assertThat(operator.execute(Attempt.first())).isEqualTo(name);
        assertThat(operator.execute(Attempt.first())).isEqualTo(name);
        assertThat(aws().s3().bucketExists(name)).isTrue();
    }
}
