package dev.cuesheet.bench;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark found.
 *
 * @param benchmark its name on the command line
 * @param machine where it ran
 */
record Result(String benchmark, Machine machine, List<Figure> figures) {
    private static final String ROW = "%-44s %10s %10s   %s";

    Result {
        figures = List.copyOf(figures);
    }

    String asTable() {
        return figures.stream()
                .map(Result::row)
                .collect(joining(
                        "\n",
                        machine.asLine() + "\n\n" + ROW.formatted(benchmark, "median", "goal", "samples") + "\n",
                        ""));
    }

    private static String row(Figure figure) {
        var goal = figure.atMost().isPresent() ? "<= " + number(figure.atMost().getAsDouble()) : "";
        var verdict = figure.kept().map(kept -> kept ? "" : "  MISSED").orElse("");
        var samples = figure.samples().stream().map(Result::number).collect(joining(" "));
        return ROW.formatted(figure.name(), (number(figure.median()) + " " + figure.unit()).strip(), goal, samples)
                + verdict;
    }

    /** Three digits tell more than the machine can hold. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    String asJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("benchmark", benchmark);
        json.put("machine", machine);
        json.put("figures", figures.stream().map(Result::fields).toList());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(json);
    }

    private static Map<String, Object> fields(Figure figure) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", figure.name());
        fields.put("unit", figure.unit());
        fields.put("median", figure.median());
        figure.atMost().ifPresent(goal -> fields.put("atMost", goal));
        figure.kept().ifPresent(kept -> fields.put("kept", kept));
        fields.put("samples", figure.samples());
        return fields;
    }
}
