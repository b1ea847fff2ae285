package dev.cuesheet.report;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A report as JSON for programs: rows are objects by column key, numbers are numbers, money keeps its cents. Bars are
 * left out, since they repeat another column. Safe to share between threads.
 */
public final class JsonReport {
    /** The report as one indented JSON object, ended by a line feed. */
    public String render(Report report) {
        var text = new StringWriter();
        var context = new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        };
        try (var json = new JsonFactory().createGenerator(context, text)) {
            write(json, report);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Report report) {
        json.writeStartObject();
        json.writeStringProperty("title", report.title());
        json.writeStringProperty("subtitle", report.subtitle());
        json.writeNumberProperty("year", report.year());
        json.writeStringProperty("generatedAt", report.generatedAt().toString());
        json.writeObjectPropertyStart("figures");
        for (var figure : report.figures()) {
            json.writeName(figure.key());
            value(json, figure.kind(), figure.value());
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("sections");
        for (var section : report.sections()) {
            write(json, section);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Section section) {
        json.writeStartObject();
        json.writeStringProperty("key", section.key());
        json.writeStringProperty("title", section.title());
        json.writeStringProperty("question", section.question());
        json.writeArrayPropertyStart("rows");
        for (var row : section.rows()) {
            row(json, section.columns(), row);
        }
        json.writeEndArray();
        if (section.hasTotals()) {
            json.writeName("totals");
            row(json, section.columns(), section.totals());
        }
        if (!section.note().isEmpty()) {
            json.writeStringProperty("note", section.note());
        }
        json.writeEndObject();
    }

    private static void row(JsonGenerator json, List<Column> columns, Row row) {
        json.writeStartObject();
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            if (column.kind() != Kind.BAR) {
                json.writeName(column.key());
                value(json, column.kind(), row.cells().get(i));
            }
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, Kind kind, String cell) {
        if (cell.isEmpty()) {
            json.writeNull();
            return;
        }
        switch (kind) {
            case TEXT -> json.writeString(cell);
            case IDENTIFIER -> identifier(json, cell);
            case INTEGER, MONEY, SHARE, BAR -> json.writeNumber(new BigDecimal(cell));
        }
    }

    /** Most identifiers are numbers, and a program that joins on them wants numbers. */
    private static void identifier(JsonGenerator json, String cell) {
        if (cell.matches("0|[1-9][0-9]{0,17}")) {
            json.writeNumber(Long.parseLong(cell));
        } else {
            json.writeString(cell);
        }
    }
}
