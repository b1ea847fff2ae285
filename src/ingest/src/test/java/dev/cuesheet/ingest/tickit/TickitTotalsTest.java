package dev.cuesheet.ingest.tickit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.SourceException;
import dev.cuesheet.ingest.SourceFault.Kind;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TickitTotalsTest {
    @TempDir
    Path folder;

    @Test
    void rows_keys_and_money_are_added_up_exactly() throws Exception {
        var totals = TickitTotals.read(TinyTickit.in(folder), IngestProgress.none());

        var sales = totals.of(TickitTable.SALES);
        assertThat(sales.rows()).isEqualTo(3);
        assertThat(sales.distinctKeys()).isEqualTo(3);
        assertThat(sales.sums())
                .containsEntry("qtysold", new BigDecimal("4"))
                .containsEntry("pricepaid", new BigDecimal("333.35"))
                .containsEntry("commission", new BigDecimal("50.01"));
        assertThat(totals.of(TickitTable.LISTING).sums())
                .containsEntry("numtickets", new BigDecimal("6"))
                .containsEntry("totalprice", new BigDecimal("466.70"));
    }

    @Test
    void rows_that_refer_to_nothing_are_counted_by_column() throws Exception {
        var files = TinyTickit.in(folder);
        TinyTickit.write(folder, TickitTable.SALES, "1\t2\t1\t7\t1\t1827\t2\t200\t30\t1/1/2008 12:00:00\n");

        var totals = TickitTotals.read(files, IngestProgress.none());

        assertThat(totals.of(TickitTable.EVENT).orphans())
                .containsEntry("venueid", 1L)
                .containsEntry("catid", 0L);
        assertThat(totals.of(TickitTable.SALES).orphans())
                .containsEntry("listid", 1L)
                .containsEntry("buyerid", 1L)
                .containsEntry("sellerid", 0L);
    }

    @Test
    void a_repeated_key_is_a_row_without_a_key_of_its_own() throws Exception {
        var files = TinyTickit.in(folder);
        TinyTickit.write(folder, TickitTable.CATEGORY, "9|Concerts|Pop|Pop\n9|Concerts|Pop|Pop\n8|Shows|Opera|Opera\n");

        var category = TickitTotals.read(files, IngestProgress.none()).of(TickitTable.CATEGORY);

        assertThat(category.rows()).isEqualTo(3);
        assertThat(category.distinctKeys()).isEqualTo(2);
        assertThat(category.repeatedKeys()).isEqualTo(1);
    }

    @Test
    void money_that_is_null_adds_nothing() throws Exception {
        var files = TinyTickit.in(folder);
        TinyTickit.write(
                folder,
                TickitTable.SALES,
                "1\t1\t1\t2\t1\t1827\t2\t\t\\N\t1/1/2008 12:00:00\n2\t1\t1\t2\t1\t1827\t2\t5\t1\t1/1/2008 12:00:00\n");

        var sales = TickitTotals.read(files, IngestProgress.none()).of(TickitTable.SALES);

        assertThat(sales.sums())
                .containsEntry("pricepaid", new BigDecimal("5.00"))
                .containsEntry("commission", new BigDecimal("1.00"));
    }

    @Test
    void a_bad_row_far_down_is_named_by_line_and_column() throws Exception {
        var files = TinyTickit.in(folder);
        var good = "1\t1\t1\t2\t1\t1827\t2\t200\t30\t1/1/2008 12:00:00\n";
        TinyTickit.write(folder, TickitTable.SALES, good.repeat(500) + good.replace("\t200\t", "\ttwo hundred\t"));

        var failure =
                catchThrowableOfType(SourceException.class, () -> TickitTotals.read(files, IngestProgress.none()));

        assertThat(files.faults()).isEmpty();
        assertThat(failure.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Kind.WRONG_VALUE);
            assertThat(fault.line()).isEqualTo(501);
            assertThat(fault.column()).isEqualTo("pricepaid");
            assertThat(fault.found()).isEqualTo("\"two hundred\"");
        });
    }

    @Test
    void progress_rises_to_the_size_of_the_files() throws Exception {
        var files = TinyTickit.in(folder);
        var heard = new ArrayList<Long>();

        TickitTotals.read(files, (unit, done, total) -> {
            assertThat(unit).isEqualTo("bytes");
            assertThat(total).isEqualTo(files.totalSize());
            heard.add(done);
        });

        assertThat(heard).isSorted().endsWith(files.totalSize());
    }

    @Test
    void an_interrupt_ends_the_reading() throws Exception {
        var files = TinyTickit.in(folder);
        TinyTickit.write(
                folder, TickitTable.SALES, "1\t1\t1\t2\t1\t1827\t2\t200\t30\t1/1/2008 12:00:00\n".repeat(20_000));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> TickitTotals.read(files, IngestProgress.none()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void totals_survive_being_written_down() throws Exception {
        var totals = TickitTotals.read(TinyTickit.in(folder), IngestProgress.none());
        var json = new JsonMapper();

        assertThat(json.readValue(json.writeValueAsString(totals), TickitTotals.class))
                .isEqualTo(totals);
    }

    @Test
    void a_missing_file_is_said_before_anything_is_read() throws Exception {
        var files = TinyTickit.in(folder);
        Files.delete(files.file(TickitTable.VENUE));

        assertThatThrownBy(() -> TickitTotals.read(files, IngestProgress.none()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("venue_pipe.txt: expected a file, found nothing");
    }
}
