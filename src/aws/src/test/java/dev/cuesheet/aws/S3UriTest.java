package dev.cuesheet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class S3UriTest {

    @Test
    void a_uri_read_from_text_prints_as_that_text() {
        for (var text : new String[] {"s3://raw/sales/2024/a b+c%20.txt", "s3://raw/", "s3://raw/sales/"}) {
            assertThat(S3Uri.parse(text)).hasToString(text);
        }
        assertThat(S3Uri.parse("s3://raw")).isEqualTo(S3Uri.ofBucket("raw"));
        assertThat(S3Uri.parse("s3a://raw/x")).isEqualTo(new S3Uri("raw", "x"));
    }

    @Test
    void children_are_separated_by_one_slash() {
        assertThat(S3Uri.ofBucket("raw").child("sales")).hasToString("s3://raw/sales");
        assertThat(S3Uri.parse("s3://raw/sales").child("a")).hasToString("s3://raw/sales/a");
        assertThat(S3Uri.parse("s3://raw/sales/").child("a")).hasToString("s3://raw/sales/a");
    }

    @Test
    void a_folder_is_a_prefix_of_what_lies_in_it_and_of_nothing_else() {
        assertThat(S3Uri.parse("s3://raw/sales").asFolder()).hasToString("s3://raw/sales/");
        assertThat(S3Uri.parse("s3://raw/sales/").asFolder()).hasToString("s3://raw/sales/");
        assertThat(S3Uri.ofBucket("raw").asFolder()).isEqualTo(S3Uri.ofBucket("raw"));
    }

    @Test
    void the_name_is_the_last_part_of_the_key() {
        assertThat(S3Uri.parse("s3://raw/a/b.txt").name()).isEqualTo("b.txt");
        assertThat(S3Uri.parse("s3://raw/a/b/").name()).isEqualTo("b");
        assertThat(S3Uri.parse("s3://raw/b").name()).isEqualTo("b");
        assertThat(S3Uri.ofBucket("raw").name()).isEqualTo("raw");
    }

    @Test
    void what_cannot_be_a_place_in_s3_is_refused_with_the_text_in_question() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Uri.parse("/raw/x"))
                .withMessageContaining("/raw/x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Uri.parse("s3://Raw/x"))
                .withMessageContaining("Raw");
        assertThatIllegalArgumentException().isThrownBy(() -> S3Uri.parse("s3://ab/x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Uri.parse("s3://raw//x"))
                .withMessageContaining("slash");
    }

    @Test
    void a_key_may_hold_a_template_and_a_line_feed() {
        assertThat(S3Uri.parse("s3://raw/{{ ds }}/_SUCCESS").key()).isEqualTo("{{ ds }}/_SUCCESS");
        assertThat(S3Uri.parse("s3://raw/a\nb").key()).isEqualTo("a\nb");
    }

    @Test
    void the_arn_is_what_a_policy_names() {
        assertThat(S3Uri.ofBucket("raw").arn()).isEqualTo("arn:aws:s3:::raw");
        assertThat(S3Uri.parse("s3://raw/a/*").arn()).isEqualTo("arn:aws:s3:::raw/a/*");
    }
}
