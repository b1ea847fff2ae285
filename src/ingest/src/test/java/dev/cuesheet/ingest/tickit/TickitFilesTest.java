package dev.cuesheet.ingest.tickit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.ingest.SourceException;
import dev.cuesheet.ingest.SourceFault;
import dev.cuesheet.ingest.SourceFault.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickitFilesTest {
    @TempDir
    Path folder;

    @Test
    void good_files_pass() {
        var files = TinyTickit.in(folder);
        assertThat(files.check()).isSameAs(files);
    }

    @Test
    void a_missing_folder_is_one_fault() {
        var absent = folder.resolve("absent");
        assertThatThrownBy(() -> TickitFiles.in(absent).check())
                .isInstanceOf(SourceException.class)
                .hasMessage("Cannot read " + absent + " as the TICKIT source:\n"
                        + "  absent: expected a folder, found nothing\n"
                        + "Put the seven public files into one folder under their public names, or leave the source out"
                        + " to use generated files.");
    }

    @Test
    void a_file_is_no_folder() throws IOException {
        var file = Files.writeString(folder.resolve("users.zip"), "x");
        assertThat(TickitFiles.in(file).faults()).extracting(SourceFault::kind).containsExactly(Kind.NOT_A_FOLDER);
    }

    @Test
    void all_missing_files_are_named_at_once() throws IOException {
        var files = TinyTickit.in(folder);
        Files.delete(files.file(TickitTable.USERS));
        Files.delete(files.file(TickitTable.SALES));

        assertThat(files.faults())
                .extracting(SourceFault::describe)
                .containsExactly(
                        "allusers_pipe.txt: expected a file, found nothing",
                        "sales_tab.txt: expected a file, found nothing");
    }

    @Test
    void an_empty_file_is_a_fault() {
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "").describe())
                .isEqualTo("category_pipe.txt: expected rows, found an empty file");
    }

    @Test
    void a_folder_in_a_files_place_is_a_fault() throws IOException {
        var files = TinyTickit.in(folder);
        Files.delete(files.file(TickitTable.VENUE));
        Files.createDirectory(files.file(TickitTable.VENUE));

        assertThat(files.faults()).extracting(SourceFault::kind).containsExactly(Kind.NOT_A_FILE);
    }

    @Test
    void another_delimiter_is_recognised() {
        assertThat(faultAfterWriting(TickitTable.SALES, "1|1|1|2|1|1827|2|200|30|1/1/2008 12:00:00\n")
                        .describe())
                .isEqualTo(
                        "sales_tab.txt line 1: expected 10 fields separated by TAB, found 10 fields separated by '|'");
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "9,Concerts,Pop,Pop\n")
                        .kind())
                .isEqualTo(Kind.WRONG_DELIMITER);
    }

    @Test
    void a_row_with_too_many_or_too_few_fields_is_named_by_its_line() {
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "8|Shows|Opera|All\n9|Concerts|Pop\n")
                        .describe())
                .isEqualTo("category_pipe.txt line 2: expected 4 fields separated by '|', found 3 fields");
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "9|Concerts|Pop|Pop|\n")
                        .kind())
                .isEqualTo(Kind.WRONG_FIELD_COUNT);
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "8|Shows|Opera|All\n\n")
                        .describe())
                .endsWith("found an empty line");
    }

    @Test
    void a_header_is_a_fault_because_the_public_files_have_none() {
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "CATID|catgroup|catname|catdesc\n9|Concerts|Pop|Pop\n")
                        .kind())
                .isEqualTo(Kind.HEADER);
    }

    @Test
    void line_ends_of_windows_are_told_from_bad_values() {
        var fault = faultAfterWriting(TickitTable.SALES, "1\t1\t1\t2\t1\t1827\t2\t200\t30\t1/1/2008 12:00:00\r\n");
        assertThat(fault.kind()).isEqualTo(Kind.WRONG_LINE_END);
    }

    @Test
    void a_value_that_its_column_cannot_hold_is_shown() {
        assertThat(faultAfterWriting(TickitTable.SALES, "1\t1\t1\t2\t1\t1827\t40000\t200\t30\t1/1/2008 12:00:00\n")
                        .describe())
                .isEqualTo("sales_tab.txt line 1, column qtysold: expected an integer from -32768 to 32767,"
                        + " found \"40000\"");
        assertThat(faultAfterWriting(TickitTable.SALES, "1\t1\t1\t2\t1\t1827\t4\t200\t30\t2008-01-01 12:00:00\n")
                        .describe())
                .contains("column saletime: expected a time as MM/DD/YYYY HH:MI:SS");
    }

    @Test
    void a_long_value_is_shown_in_part() {
        assertThat(faultAfterWriting(TickitTable.CATEGORY, "9|Concerts|" + "x".repeat(5000) + "|Pop\n")
                        .found())
                .hasSizeLessThan(70)
                .endsWith("...");
    }

    @Test
    void a_key_must_be_there_and_other_values_need_not() {
        assertThat(faultAfterWriting(TickitTable.VENUE, "|Hall|Ames|IA|0\n").kind())
                .isEqualTo(Kind.MISSING_VALUE);
        assertThat(faultAfterWriting(TickitTable.VENUE, "\\N|Hall|Ames|IA|0\n").kind())
                .isEqualTo(Kind.MISSING_VALUE);

        TinyTickit.write(folder, TickitTable.VENUE, "1||||\n2|\\N|\\N|\\N|\\N\n");
        assertThat(TickitFiles.in(folder).faults()).isEmpty();
    }

    @Test
    void a_compressed_file_under_the_plain_name_is_recognised() throws IOException {
        var files = TinyTickit.in(folder);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("9|Concerts|Pop|Pop\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(files.file(TickitTable.CATEGORY), bytes.toByteArray());

        assertThat(files.faults()).extracting(SourceFault::kind).contains(Kind.COMPRESSED);
    }

    @Test
    void a_file_that_is_wrong_throughout_is_not_listed_throughout() {
        TinyTickit.in(folder);
        TinyTickit.write(folder, TickitTable.CATEGORY, "x|y\n".repeat(90));

        assertThat(TickitFiles.in(folder).faults()).hasSize(3);
    }

    private SourceFault faultAfterWriting(TickitTable table, String text) {
        var files = TinyTickit.in(folder);
        TinyTickit.write(folder, table, text);
        var faults = files.faults();
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }
}
