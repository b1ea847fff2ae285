package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsWorkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Redshift statement a is FAILED: ERROR: relation \"sales\" does not exist",
                "Redshift statement a-1023-b is FAILED: ERROR: syntax error at or near \"both\"",
                "crawl of \"raw\" ended FAILED: User: x is not authorized to perform: s3:ListBucket",
                "Glue job \"refine\" run jr_1 is FAILED: AccessDeniedException: no"
            })
    void what_a_person_must_put_right_is_not_tried_again(String description) {
        assertThat(AwsWork.endedBadly(description).mayRetry()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Redshift statement a is FAILED: ERROR: 1023 DETAIL: Serializable isolation violation on table",
                "Redshift statement a is FAILED: ERROR: Catalog write-write conflict on table",
                "Glue job \"refine\" run jr_1 is FAILED: Executor lost. ERROR: heartbeat",
                "Glue job \"refine\" run jr_1 is TIMEOUT after 3600 s"
            })
    void what_may_end_better_is_tried_again(String description) {
        assertThat(AwsWork.endedBadly(description).mayRetry()).isTrue();
    }
}
