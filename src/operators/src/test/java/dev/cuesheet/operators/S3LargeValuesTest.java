package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.aws.S3Uri;
import org.junit.jupiter.api.Test;

class S3LargeValuesTest extends OnLocalAws {

    @Test
    void values_are_there_until_their_folder_is_removed() {
        var bucket = S3Uri.ofBucket(unique("values"));
        aws().s3().createBucketIfAbsent(bucket.bucket());
        var values = new S3LargeValues(aws().s3(), bucket.child("xcom"));
        var first = "sales/manual__2024-05-01T02%3A00%3A00%2B00%3A00/land/-1/1";

        values.put(first + "/rows.json", "\"ä\"");
        values.put(first + "1/rows.json", "2");

        assertThat(values.get(first + "/rows.json")).contains("\"ä\"");
        assertThat(values.get(first + "/other.json")).isEmpty();
        values.deleteUnder(first);
        values.deleteUnder("nobody");
        assertThat(values.get(first + "/rows.json")).isEmpty();
        assertThat(values.get(first + "1/rows.json")).contains("2");
    }
}
