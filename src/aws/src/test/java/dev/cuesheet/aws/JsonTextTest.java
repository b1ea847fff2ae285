package dev.cuesheet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void blanks_and_the_order_of_fields_mean_nothing() {
        assertThat(JsonText.sameMeaning("{\"a\": 1, \"b\": [true, null]}", "{\"b\":[true,null],\"a\":1.0}"))
                .isTrue();
    }

    @Test
    void a_list_of_one_means_what_the_one_means() {
        assertThat(JsonText.sameMeaning("{\"Action\":[\"s3:GetObject\"]}", "{\"Action\":\"s3:GetObject\"}"))
                .isTrue();
    }

    @Test
    void other_values_and_the_order_in_lists_mean_something() {
        assertThat(JsonText.sameMeaning("{\"a\":1}", "{\"a\":2}")).isFalse();
        assertThat(JsonText.sameMeaning("{\"a\":1}", "{\"a\":\"1\"}")).isFalse();
        assertThat(JsonText.sameMeaning("{\"a\":1}", "{\"a\":1,\"b\":null}")).isFalse();
        assertThat(JsonText.sameMeaning("[1,2]", "[2,1]")).isFalse();
    }

    @Test
    void a_text_that_is_not_json_is_equal_to_itself_alone() {
        assertThat(JsonText.sameMeaning("{", "{")).isTrue();
        assertThat(JsonText.sameMeaning("{", "{}")).isFalse();
        assertThat(JsonText.sameMeaning("", "{}")).isFalse();
    }

    @Test
    void a_text_that_is_not_json_is_refused_with_its_place() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonText.check("The trust policy of role etl", "{\"Version\": }"))
                .withMessageContaining("The trust policy of role etl is not JSON");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.check("It", "{} {}"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.check("It", ""));
    }
}
