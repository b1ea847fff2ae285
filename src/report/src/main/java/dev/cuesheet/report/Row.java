package dev.cuesheet.report;

import java.math.BigDecimal;
import java.util.List;

/** One row of a section's table: plain texts, numbers exact and in plain digits, nothing for null. */
public record Row(List<String> cells) {
    public Row {
        cells = List.copyOf(cells);
    }

    /** The cell's number; zero where there is none. */
    BigDecimal number(int column) {
        var cell = cells.get(column);
        return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
    }
}
