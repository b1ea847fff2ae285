package dev.cuesheet.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.ingest.ColumnType.Varchar;
import dev.cuesheet.ingest.ColumnType.Whole;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableLayoutTest {
    private static final TableColumn ID = TableColumn.of("id", Whole.INTEGER).notNull();
    private static final TableColumn NAME = TableColumn.of("name", new Varchar(20));

    @Test
    void a_layout_says_how_to_make_its_table() {
        assertThat(new TableLayout("people", List.of(ID, NAME), "id", "name").createTable("hr"))
                .isEqualTo("""
                        CREATE TABLE IF NOT EXISTS hr.people (
                          id INTEGER NOT NULL,
                          name VARCHAR(20)
                        ) DISTKEY(id) SORTKEY(name)""");
    }

    @Test
    void a_key_must_be_a_column() {
        assertThatThrownBy(() -> new TableLayout("people", List.of(ID), "id", "name"))
                .hasMessage("table \"people\" has no column \"name\" to be a key");
    }

    @Test
    void no_two_columns_have_one_name() {
        assertThatThrownBy(() -> new TableLayout("people", List.of(ID, ID), "id", "id"))
                .hasMessage("table \"people\" has two columns \"id\"");
    }

    @Test
    void a_column_name_cannot_carry_sql() {
        assertThatThrownBy(() -> TableColumn.of("id; drop table x", Whole.INTEGER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
