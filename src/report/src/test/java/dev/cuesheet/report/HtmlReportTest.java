package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String HOSTILE =
            "</title></style><script>alert('1')</script><img src=x onerror=\"x\"> & co \u0007";

    @Test
    void the_page_asks_nothing_of_the_network_and_runs_nothing() {
        var page = new HtmlReport().render(Samples.answers());

        assertThat(page)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src")
                .doesNotContain("<script", "<link", "<img", "@import", "url(", "http://", "https://", "src=", "href=");
    }

    @Test
    void a_hostile_name_is_text_wherever_it_stands() throws Exception {
        var page = new HtmlReport().render(Samples.named(HOSTILE));

        assertThat(page).doesNotContain("<script", "<img", "onerror=\"", "\u0007");
        var document = parsed(page);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        var shown = HOSTILE.replace('\u0007', '\ufffd');
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(shown + ", 2008");
        assertThat(document.getElementsByTagName("h2").item(0).getTextContent()).isEqualTo(shown);
        assertThat(document.getElementsByTagName("dd").item(0).getTextContent()).isEqualTo(shown);
        assertThat(document.getElementsByTagName("th").item(0).getTextContent()).isEqualTo(shown);
        assertThat(document.getElementsByTagName("th").item(2).getTextContent()).isEqualTo(shown);
    }

    @Test
    void each_section_is_a_chart_beside_a_table_with_headings_for_rows_and_columns() throws Exception {
        var document = parsed(new HtmlReport().render(Samples.answers()));

        assertThat(document.getElementsByTagName("section").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("tfoot").getLength()).isEqualTo(1);
        var page = new HtmlReport().render(Samples.answers());
        assertThat(page)
                .contains(
                        "<th scope=\"col\" class=\"text\">Name</th>", "<th scope=\"row\" class=\"text\">Ada Abel</th>")
                .contains("<td class=\"number\">$1,234,567.80</td>", "<td class=\"number\">90.0 %</td>")
                .contains("role=\"img\" aria-labelledby=\"chart-regions\"", "<title id=\"chart-regions\">");
    }

    @Test
    void bars_are_as_long_as_their_numbers_are_great() {
        var page = new HtmlReport().render(Samples.answers());
        var lengths = Pattern.compile("<rect class=\"(?:bar|track)\"[^>]* width=\"([0-9.]+)\"/>")
                .matcher(page)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .toList();

        assertThat(lengths.get(1)).isEqualTo(lengths.get(0));
        assertThat(lengths.get(3)).isEqualTo(lengths.get(2) / 2);
        assertThat(lengths.get(5)).isEqualTo(1);
        assertThat(lengths.get(11)).isZero();
    }

    @Test
    void a_long_answer_is_drawn_in_part_and_told_in_full() throws Exception {
        var section = Section.of("s", "S")
                .column("n", "Name", Kind.TEXT)
                .column("v", "Value", Kind.INTEGER)
                .column("b", "", Kind.BAR);
        IntStream.range(0, 100).forEach(i -> section.row("name " + i, 100 - i, 100 - i));
        var document = parsed(new HtmlReport()
                .render(Report.of("R", 2008, Samples.NOW)
                        .section(section.build())
                        .build()));

        assertThat(document.getElementsByTagName("figcaption").item(0).getTextContent())
                .isEqualTo("Value, first 25 of 100");
        assertThat(document.getElementsByTagName("tr").getLength()).isEqualTo(101);
    }

    @Test
    void an_answer_of_no_rows_says_so() throws Exception {
        var section = Section.of("s", "S")
                .column("n", "Name", Kind.TEXT)
                .column("b", "", Kind.BAR)
                .build();
        var document = parsed(new HtmlReport()
                .render(Report.of("R", 2008, Samples.NOW).section(section).build()));

        assertThat(document.getElementsByTagName("svg").getLength()).isZero();
        assertThat(document.getElementsByTagName("td").item(0).getTextContent()).isEqualTo("Nothing");
    }

    @Test
    void the_page_says_when_it_was_made() {
        assertThat(new HtmlReport().render(Samples.answers()))
                .contains("<time datetime=\"2026-01-02T03:04:05Z\">2 January 2026, 03:04 UTC</time>");
    }

    /** But for its first line and its void elements the page is XML, which has a parser at hand that forgives nothing. */
    private static Document parsed(String page) throws Exception {
        var xml = page.replace("<!DOCTYPE html>\n", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
