package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalReportTest {

    @Test
    void a_terminal_that_shows_unicode_gets_fine_bars() {
        assertThat(new TerminalReport(new Screen(80, true, false)).render(Samples.answers()))
                .isEqualTo("""
                        TICKIT answers, 2008
                        Run 1

                          Sales         $1,371,742.00
                          Tickets sold          2,401

                        Sellers by tickets sold
                        Who sold the most tickets?

                        Seller  Name       Tickets
                        \u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500
                          1234  Ada Abel     1,600  \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588
                             7  Bob Baker      800  \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588
                             8  Cy Coe           1  \u258f

                        Sales by region
                        What was paid in each region?

                        Region           Sales    Share
                        \u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500
                        South    $1,234,567.80   90.0 %  \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588
                        West       $137,174.20   10.0 %  \u2588\u2588\u258b
                        Unknown
                        \u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500  \u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500
                        Total    $1,371,742.00  100.0 %

                        Regions of the Census Bureau.
                        """);
    }

    @Test
    void a_terminal_of_ascii_alone_gets_plain_bars() {
        var text = new TerminalReport(new Screen(80, false, false)).render(Samples.answers());

        assertThat(text)
                .isASCII()
                .contains("  1234  Ada Abel     1,600  ########################\n")
                .contains("     8  Cy Coe           1  #\n");
    }

    @Test
    void bars_give_way_on_a_narrow_terminal() {
        var text = new TerminalReport(new Screen(40, false, false)).render(Samples.answers());

        assertThat(text).contains("  1234  Ada Abel     1,600  ############\n");
        assertThat(text.lines()).allMatch(line -> line.length() <= 41);
    }

    @Test
    void colour_comes_only_when_asked() {
        assertThat(new TerminalReport(new Screen(80, true, false)).render(Samples.answers()))
                .doesNotContain("\u001b");
        assertThat(new TerminalReport(new Screen(80, true, true)).render(Samples.answers()))
                .contains("\u001b[36m\u2588\u2588\u258b\u001b[0m", "\u001b[1mSellers by tickets sold\u001b[0m");
    }

    @Test
    void colour_does_not_disturb_the_columns() {
        var plain = new TerminalReport(new Screen(80, true, false)).render(Samples.answers());
        var coloured = new TerminalReport(new Screen(80, true, true)).render(Samples.answers());

        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain);
    }

    @Test
    void a_name_cannot_command_the_terminal() {
        var text = new TerminalReport(new Screen(80, true, true))
                .render(Samples.named("a\u001b[2Jb\u0007c\r\nd\u009be\u202ef"));

        assertThat(text.replaceAll("\u001b\\[(0|1|2|36)m", ""))
                .doesNotContain("\u001b", "\u0007", "\r", "\u009b", "\u202e")
                .contains("a\ufffd[2Jb\ufffdc\ufffd\ufffdd\ufffde\ufffdf");
    }

    @Test
    void a_section_without_rows_is_its_heading() {
        var empty = Section.of("e", "Empty")
                .column("n", "Name", Kind.TEXT)
                .column("b", "", Kind.BAR)
                .build();
        assertThat(new TerminalReport(Screen.plain())
                        .render(Report.of("R", 2008, Samples.NOW).section(empty).build()))
                .endsWith("Empty\n\nName\n----\n");
    }
}
