package dev.cuesheet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FigureTest {

    @Test
    void the_median_is_the_middle_sample_or_lies_between_the_two_in_the_middle() {
        assertThat(Figure.seconds("odd", List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
        assertThat(Figure.seconds("even", List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3.0);
    }

    @Test
    void a_ratio_is_taken_pair_by_pair() {
        var whole = Figure.seconds("whole", List.of(10.0, 30.0, 12.0));
        var part = Figure.seconds("part", List.of(5.0, 10.0, 8.0));

        var ratio = Figure.ratio("whole / part", whole, part);

        assertThat(ratio.samples()).containsExactly(2.0, 3.0, 1.5);
        assertThat(ratio.median()).isEqualTo(2.0);
        assertThatThrownBy(() -> Figure.ratio("unpaired", whole, Figure.seconds("one", List.of(1.0))))
                .hasMessageContaining("not measured in pairs");
    }

    @Test
    void a_missed_goal_is_said_in_the_table_and_in_the_json() {
        var machine = new Machine("Linux amd64", 2, 24, "17", 0.1);
        var result = new Result(
                "startup",
                machine,
                List.of(
                        Figure.seconds("kept", List.of(0.4)).atMost(0.5),
                        Figure.seconds("missed", List.of(0.6)).atMost(0.5)));

        assertThat(result.asTable().lines().filter(line -> line.endsWith("MISSED")))
                .singleElement()
                .asString()
                .startsWith("missed ")
                .contains("0.60 s", "<= 0.50");
        var figures = JsonMapper.shared().readTree(result.asJson()).get("figures");
        assertThat(figures.get(0).get("kept").booleanValue()).isTrue();
        assertThat(figures.get(1).get("kept").booleanValue()).isFalse();
    }
}
