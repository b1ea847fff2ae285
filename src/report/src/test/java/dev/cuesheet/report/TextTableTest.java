package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.report.TextTable.Align;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columns_line_up_and_lines_end_without_blanks() {
        assertThat(new TextTable()
                        .column("Run", Align.LEFT)
                        .column("Tasks", Align.RIGHT)
                        .column("State", Align.LEFT)
                        .row("manual__1", "12", "failed")
                        .row("m2", "7", "")
                        .render(Screen.plain()))
                .isEqualTo("""
                        Run        Tasks  State
                        ---------  -----  ------
                        manual__1     12  failed
                        m2             7
                        """);
    }

    @Test
    void wide_and_combining_characters_are_counted_as_they_are_shown() {
        var lines = new TextTable()
                .column("Name", Align.LEFT)
                .column("N", Align.RIGHT)
                .row("\u6771\u4eac", "1")
                .row("e\u0301te\u0301", "2")
                .row("\ud83c\udfad", "3")
                .lines(new Screen(0, true, false));

        assertThat(lines.subList(2, 5)).containsExactly("\u6771\u4eac  1", "e\u0301te\u0301   2", "\ud83c\udfad    3");
    }

    @Test
    void the_widest_text_gives_way_and_numbers_never_do() {
        var table = new TextTable()
                .column("Name", Align.LEFT)
                .column("Amount", Align.RIGHT)
                .row("a name that goes on and on", "1,234,567,890.12");

        assertThat(table.lines(new Screen(30, false, false)).get(2))
                .isEqualTo("a name that~  1,234,567,890.12")
                .hasSize(30);
        assertThat(table.lines(new Screen(5, false, false)).get(2)).isEqualTo("a name ~  1,234,567,890.12");
    }

    @Test
    void a_screen_of_ascii_alone_gets_ascii_alone() {
        assertThat(new TextTable().column("N", Align.LEFT).row("caf\u00e9\ttab").render(Screen.plain()))
                .isEqualTo("N\n--------\ncaf??tab\n");
    }

    @Test
    void a_row_must_have_a_cell_for_each_column() {
        var table = new TextTable().column("N", Align.LEFT);
        assertThatThrownBy(() -> table.row("a", "b")).hasMessage("a row of 2 cells for 1 columns");
    }
}
