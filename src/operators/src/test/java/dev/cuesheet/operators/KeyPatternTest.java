package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.aws.S3Uri;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

    @ParameterizedTest
    @CsvSource({
        "data/*.csv,      data/a.csv,        true",
        "data/*.csv,      data/sub/a.csv,    true",
        "data/*.csv,      data/a.csv.gz,     false",
        "data/*.csv,      other/a.csv,       false",
        "data/a?.csv,     data/a1.csv,       true",
        "data/a?.csv,     data/a.csv,        false",
        "data/[ab].csv,   data/b.csv,        true",
        "data/[!ab].csv,  data/b.csv,        false",
        "data/[!ab].csv,  data/c.csv,        true",
        "data/[a-c]1,     data/b1,           true",
        "data/a.csv,      data/aXcsv,        false",
        "data/a+(1)$.csv, data/a+(1)$.csv,   true",
        "data/[,          data/[,            true",
        "*,               anything/at/all,   true",
    })
    void the_whole_key_must_match(String pattern, String key, boolean matches) {
        var uri = new S3Uri("raw", key);
        assertThat(KeyPattern.of(new S3Uri("raw", pattern)).matches(uri)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"data/2024/*.csv, data/2024/", "data/a?b, data/a", "[x]y, ''", "plain, plain"})
    void a_listing_looks_only_where_a_match_can_be(String pattern, String prefix) {
        assertThat(KeyPattern.of(new S3Uri("raw", pattern)).prefix()).isEqualTo(new S3Uri("raw", prefix));
    }
}
