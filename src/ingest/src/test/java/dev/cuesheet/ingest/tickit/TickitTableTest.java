package dev.cuesheet.ingest.tickit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.ingest.TableColumn;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TickitTableTest {

    @Test
    void sales_are_kept_beside_their_listings_and_sorted_by_date() {
        assertThat(TickitTable.SALES.createTable("tickit")).isEqualTo("""
                        CREATE TABLE IF NOT EXISTS tickit.sales (
                          salesid INTEGER NOT NULL,
                          listid INTEGER NOT NULL,
                          sellerid INTEGER NOT NULL,
                          buyerid INTEGER NOT NULL,
                          eventid INTEGER NOT NULL,
                          dateid SMALLINT NOT NULL,
                          qtysold SMALLINT NOT NULL,
                          pricepaid DECIMAL(8,2),
                          commission DECIMAL(8,2),
                          saletime TIMESTAMP
                        ) DISTKEY(listid) SORTKEY(dateid)""");
    }

    @Test
    void a_date_is_no_holiday_unless_said() {
        assertThat(TickitTable.DATE.createTable("tickit"))
                .contains("  caldate DATE NOT NULL,", "  qtr CHAR(5) NOT NULL,", "  holiday BOOLEAN DEFAULT 'N'\n");
    }

    @Test
    void copy_is_told_the_delimiter_and_how_times_are_written() {
        assertThat(TickitTable.VENUE.copyOptions()).isEqualTo("DELIMITER '|'");
        assertThat(TickitTable.EVENT.copyOptions()).isEqualTo("DELIMITER '|' TIMEFORMAT 'YYYY-MM-DD HH:MI:SS'");
        assertThat(TickitTable.SALES.copyOptions()).isEqualTo("DELIMITER '\\t' TIMEFORMAT 'MM/DD/YYYY HH:MI:SS'");
    }

    @Test
    void crawlers_see_numbers_flags_and_texts_and_are_fooled_by_unknown_seats_and_quarters() {
        assertThat(crawledAs(TickitTable.VENUE, "venueid")).containsExactly("bigint");
        assertThat(crawledAs(TickitTable.VENUE, "venueseats")).containsExactly("string");
        assertThat(crawledAs(TickitTable.DATE, "qtr")).containsExactly("bigint");
        assertThat(crawledAs(TickitTable.DATE, "month")).containsExactly("string");
        assertThat(crawledAs(TickitTable.USERS, "likejazz")).containsExactly("boolean");
        assertThat(crawledAs(TickitTable.SALES, "pricepaid")).contains("bigint", "double");
    }

    @Test
    void every_reference_leads_to_the_key_of_a_table_named_before() {
        for (var table : TickitTable.values()) {
            for (var reference : table.references()) {
                assertThat(reference.table()).isLessThan(table);
                assertThat(table.layout().column(reference.column()).required()).isTrue();
            }
        }
    }

    @Test
    void every_column_has_the_place_that_the_public_file_gives_it() {
        assertThat(Arrays.stream(TickitTable.values())
                        .map(table -> table.columns().size()))
                .containsExactly(18, 5, 4, 8, 6, 8, 10);
        assertThat(TickitTable.EVENT.columns().stream().map(TableColumn::name))
                .containsExactly("eventid", "venueid", "catid", "dateid", "eventname", "starttime");
    }

    private static Set<String> crawledAs(TickitTable table, String column) {
        return table.layout().column(column).crawledAs();
    }
}
