package dev.cuesheet.cli.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Kind;
import dev.cuesheet.cli.diagram.Graph.Node;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.ingest.tickit.TickitTable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

class PicturesTest {

    static List<Graph> graphs() {
        return List.of(
                TickitSchema.graph(),
                TickitPipeline.graph(),
                DagPicture.graph(diamond().structure()));
    }

    /** Does nothing in particular. */
    static final class Fetch implements Operator<String> {
        @Override
        public String execute(TaskContext context) {
            return "x";
        }
    }

    /** {@code a}, then {@code b} over two items and {@code c}, then {@code d} after both and {@code a}. */
    private static Dag diamond() {
        var dag = Dag.named("diamond");
        var a = dag.task("a", new Fetch());
        var b = dag.expand("b", List.of(1, 2), (context, item) -> item).after(a);
        var c = dag.task("c", a, (context, value) -> value);
        dag.task("d", c, (context, value) -> value).after(b, a);
        return dag.build();
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void no_two_boxes_overlap(Graph graph) {
        var layout =
                new Layout(graph, node -> new int[] {60, 20 + 10 * node.rows().size()});
        var boxes = new ArrayList<>(
                graph.nodes().stream().map(node -> layout.box(node.id())).toList());
        while (!boxes.isEmpty()) {
            var box = boxes.remove(boxes.size() - 1);
            assertThat(boxes)
                    .noneMatch(other -> box.x < other.x + other.width
                            && other.x < box.x + box.width
                            && box.y < other.y + other.height
                            && other.y < box.y + box.height);
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void every_arrow_leads_to_the_right(Graph graph) {
        var layout = new Layout(graph, node -> new int[] {60, 20});
        assertThat(graph.edges())
                .allSatisfy(edge -> assertThat(layout.box(edge.from()).x + 60).isLessThan(layout.box(edge.to()).x));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void the_drawing_is_well_formed_and_shows_every_box(Graph graph) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var svg = factory.newDocumentBuilder().parse(new InputSource(new StringReader(Svg.of(graph))));
        var texts = svg.getElementsByTagName("text");
        var shown = new ArrayList<String>();
        for (int i = 0; i < texts.getLength(); i++) {
            shown.add(texts.item(i).getTextContent());
        }
        assertThat(shown).containsAll(graph.nodes().stream().map(Node::label).toList());
    }

    @Test
    void what_a_name_may_hold_does_not_break_the_drawing() {
        var graph = new Graph("a < b & \"c\"", List.of(new Node("x", Kind.STEP, "<b>&\"#", List.of())), List.of());
        assertThat(Svg.of(graph)).contains("a &lt; b &amp; \"c\"", "&lt;b&gt;&amp;\"#");
        assertThat(Mermaid.of(graph)).contains("[\"<b>&#quot;#35;\"]");
    }

    @Test
    void a_cycle_cannot_be_drawn() {
        var graph = new Graph(
                "loop",
                List.of(new Node("x", Kind.STEP, "x", List.of()), new Node("y", Kind.STEP, "y", List.of())),
                List.of(new Edge("x", "y", ""), new Edge("y", "x", "")));
        assertThatThrownBy(() -> Svg.of(graph)).hasMessageContaining("cycle");
    }

    @Test
    void a_dag_becomes_a_flowchart() {
        assertThat(Mermaid.of(DagPicture.graph(diamond().structure()))).isEqualTo("""
                        ---
                        title: "DAG diamond"
                        ---
                        flowchart LR
                            n0["a<br/>Fetch"]
                            n1[["b<br/>2 items"]]
                            n2["c"]
                            n3["d"]
                            n0 --> n1
                            n0 --> n2
                            n0 --> n3
                            n1 --> n3
                            n2 --> n3
                        """);
    }

    @Test
    void a_dag_becomes_a_tree_where_every_task_stands_once() {
        assertThat(DagTree.lines(diamond().structure(), new Style(false, false)))
                .containsExactly(
                        "a  Fetch", //
                        "|- b  x 2 items",
                        "`- c",
                        "   `- d  also after b, a");
    }

    @Test
    void the_schema_names_every_table_column_and_reference() {
        var mermaid = TickitSchema.mermaid();
        for (var table : TickitTable.values()) {
            assertThat(mermaid).contains("    " + table.tableName() + " {");
            table.columns().forEach(column -> assertThat(mermaid).contains(" " + column.name()));
            table.references()
                    .forEach(reference -> assertThat(mermaid)
                            .contains("%s }o--|| %s : %s"
                                    .formatted(
                                            table.tableName(), reference.table().tableName(), reference.column())));
        }
    }
}
