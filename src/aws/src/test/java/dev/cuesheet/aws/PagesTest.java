package dev.cuesheet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.aws.Pages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final List<String> fetched = new ArrayList<>();

    @Test
    void a_listing_is_read_to_the_end_even_across_an_empty_page() {
        var pages = Map.of(
                "null", new Page<>(List.of(1, 2), "b"),
                "b", new Page<>(List.<Integer>of(), "c"),
                "c", new Page<>(List.of(3), ""));
        assertThat(Pages.stream(token -> pages.get(String.valueOf(token)))).containsExactly(1, 2, 3);
    }

    @Test
    void a_page_is_fetched_only_when_the_stream_gets_there() {
        var stream = Pages.<Integer>stream(token -> {
            fetched.add(String.valueOf(token));
            return new Page<>(List.of(1, 2), "more");
        });
        assertThat(fetched).isEmpty();
        assertThat(stream.limit(2)).hasSize(2);
        assertThat(fetched).containsExactly("null");
    }

    @Test
    void a_listing_of_nothing_is_empty() {
        assertThat(Pages.stream(token -> new Page<>(List.of(), null))).isEmpty();
    }
}
