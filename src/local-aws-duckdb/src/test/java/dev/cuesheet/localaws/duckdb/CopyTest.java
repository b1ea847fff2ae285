package dev.cuesheet.localaws.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyTest {
    private static final String FAILED =
            "Load into table '%s' failed.  Check 'stl_load_errors' system table for details.";

    private @TempDir Path folder;
    private Warehouse warehouse;

    @BeforeEach
    void open() {
        warehouse = new Warehouse(folder);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    // ---- the acceptance examples, in their order

    @Test
    void sales_times_in_american_order_load_with_auto_and_with_their_format_and_fail_without() {
        warehouse.run("create table sales (salesid integer not null, saletime timestamp)");
        warehouse.put("raw/sales_tab.txt", "1\t2/18/2008 02:36:48\n2\t6/6/2008 05:00:16\n");
        assertThatThrownBy(() -> warehouse.copy("sales", "s3://raw/sales_tab.txt", "delimiter '\\t'"))
                .hasMessage(FAILED.formatted("sales"));
        assertThat(warehouse
                        .rows("select line_number, colname, err_code from stl_load_errors")
                        .toString())
                .isEqualTo("[[1, saletime, 1206]]");
        assertThat(warehouse.value("select count(*) from sales")).isEqualTo(0L);

        warehouse.copy("sales", "s3://raw/sales_tab.txt", "delimiter '\\t' timeformat 'MM/DD/YYYY HH:MI:SS'");
        var byFormat = warehouse.rows("select * from sales order by 1");
        assertThat(byFormat.toString()).isEqualTo("[[1, 2008-02-18 02:36:48], [2, 2008-06-06 05:00:16]]");
        warehouse.run("truncate sales");
        warehouse.copy("sales", "s3://raw/sales_tab.txt", "timeformat as 'auto' delimiter as '\\t'");
        assertThat(warehouse.rows("select * from sales order by 1")).isEqualTo(byFormat);
    }

    @Test
    void backslash_n_is_null_without_any_option() {
        warehouse.run("create table venue (venueid smallint not null, venuename varchar(100), venueseats integer)");
        warehouse.put("raw/venue", "1|AT&T Park|0\n12|Nowhere|\\N\n");
        warehouse.copy("venue", "s3://raw/venue", "");
        assertThat(warehouse.rows("select * from venue order by 1").toString())
                .isEqualTo("[[1, AT&T Park, 0], [12, Nowhere, null]]");
    }

    @Test
    void a_load_fails_when_as_many_rows_are_bad_as_maxerror_says() {
        warehouse.run("create table numbers (n integer)");
        warehouse.put("raw/numbers", "1\n2\nx\n4\n5\ny\n7\nz\n9\n10\n");
        assertThatThrownBy(() -> warehouse.copy("numbers", "s3://raw/numbers", ""))
                .hasMessage(FAILED.formatted("numbers"));
        assertThat(warehouse.value("select count(*) from numbers")).isEqualTo(0L);
        assertThatThrownBy(() -> warehouse.copy("numbers", "s3://raw/numbers", "maxerror 3"))
                .hasMessage(FAILED.formatted("numbers"));
        warehouse.copy("numbers", "s3://raw/numbers", "maxerror 4");
        assertThat(warehouse.value("select count(*) from numbers")).isEqualTo(7L);
        assertThat(warehouse.value("select pg_last_copy_count()")).isEqualTo(7L);
        assertThat(warehouse
                        .rows("select line_number, err_code, err_reason, raw_field_value from stl_load_errors"
                                + " where query = pg_last_copy_id() order by 1")
                        .toString())
                .isEqualTo("[[3, 1207, Invalid digit, Value 'x', Pos 0, Type: Integer, x],"
                        + " [6, 1207, Invalid digit, Value 'y', Pos 0, Type: Integer, y],"
                        + " [8, 1207, Invalid digit, Value 'z', Pos 0, Type: Integer, z]]");
    }

    @Test
    void a_prefix_takes_every_object_that_starts_with_it_and_a_manifest_the_ones_it_names() {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/data/a1", "1\n");
        warehouse.put("raw/data/ab", "2\n");
        warehouse.put("raw/data/b", "3\n");
        warehouse.copy("t", "s3://raw/data/a", "");
        assertThat(warehouse.rows("select n from t order by 1").toString()).isEqualTo("[[1], [2]]");
        warehouse.put(
                "raw/list",
                "{\"entries\":[{\"url\":\"s3://raw/data/b\",\"mandatory\":true},{\"url\":\"s3://raw/absent\"}]}");
        warehouse.copy("t", "s3://raw/list", "manifest");
        assertThat(warehouse.value("select max(n) from t")).isEqualTo(3L);
        warehouse.put("raw/strict", "{\"entries\":[{\"url\":\"s3://raw/absent\",\"mandatory\":true}]}");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/strict", "manifest"))
                .hasMessageContaining("s3://raw/absent");
    }

    @Test
    void the_header_of_each_file_is_left_out() {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/h/1", "number\n1\n");
        warehouse.put("raw/h/2", "number\n2\n");
        warehouse.copy("t", "s3://raw/h/", "ignoreheader 1");
        assertThat(warehouse.value("select sum(n) from t")).isEqualTo(3L);
    }

    @Test
    void surplus_digits_are_dropped_by_copy_rounded_with_roundec_and_rounded_by_insert() {
        warehouse.run("create table t (how varchar(10), d decimal(8,2))", "insert into t values ('insert', 20.259)");
        warehouse.put("raw/copy", "copy|20.259\n");
        warehouse.put("raw/roundec", "roundec|20.259\n");
        warehouse.copy("t", "s3://raw/copy", "");
        warehouse.copy("t", "s3://raw/roundec", "roundec");
        assertThat(warehouse.rows("select how, d from t order by how").toString())
                .isEqualTo("[[copy, 20.25], [insert, 20.26], [roundec, 20.26]]");
    }

    @Test
    void what_keeps_s3_out_of_reach_is_told_apart_and_changes_nothing() {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/one", "1\n");
        warehouse.copy("t", "s3://raw/one", "");
        assertThatThrownBy(() ->
                        warehouse.run("copy t from 's3://raw/one' iam_role 'arn:aws:iam::000000000000:role/other'"))
                .hasMessageContaining("not attached");
        assertThatThrownBy(() -> warehouse.run("copy t from 's3://raw/one' iam_role '" + Warehouse.BLIND_ROLE + "'"))
                .hasMessageContaining("Error AccessDenied");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://nowhere/one", ""))
                .hasMessageContaining("Error NoSuchBucket");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/two", ""))
                .hasMessage("The specified S3 prefix 'two' does not exist");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(1L);
        assertThat(warehouse.value("select pg_last_copy_count()")).isEqualTo(1L);
    }

    @Test
    void a_failed_load_takes_its_transaction_with_it_and_leaves_its_errors() {
        warehouse.run("create table t (n integer)", "insert into t values (0)");
        warehouse.put("raw/bad", "1\nx\n");
        warehouse.session.begin();
        warehouse.run("truncate t", "insert into t values (5)");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/bad", "")).isInstanceOf(SqlFailure.class);
        assertThatThrownBy(() -> warehouse.run("select 1")).hasMessageContaining("current transaction is aborted");
        warehouse.session.rollback();
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(0L);
        assertThat(warehouse.value("select raw_line from stl_load_errors")).isEqualTo("x");
        assertThat(warehouse.value("select filename from stl_load_errors")).isEqualTo("s3://raw/bad");
    }

    @Test
    void deleted_rows_come_back_when_the_load_after_them_fails() {
        warehouse.run("create table t (n integer)", "insert into t values (0)");
        warehouse.put("raw/bad", "1\nx\n");
        warehouse.session.begin();
        warehouse.run("delete from t");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/bad", "")).isInstanceOf(SqlFailure.class);
        warehouse.session.rollback();
        assertThat(warehouse.rows("select n from t").toString()).isEqualTo("[[0]]");
    }

    @Test
    void parquet_with_a_column_less_than_the_table_is_refused_unless_the_record_is_filled() throws SQLException {
        warehouse.run(
                "create table t (id integer, name varchar(20), price decimal(8,2), moment timestamp, extra varchar(5))");
        parquet(
                "raw/p/one.parquet",
                "select 1::int id, 'Größe' as name, 12.5::decimal(8,2) price, timestamp '2008-01-01 10:00:00.5' moment");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/p/", "format as parquet"))
                .hasMessageContaining(
                        "Unmatched number of columns between table and file. Table columns: 5, Data columns: 4");
        warehouse.copy("t", "s3://raw/p/", "format parquet fillrecord");
        assertThat(warehouse.rows("select * from t").toString())
                .isEqualTo("[[1, Größe, 12.50, 2008-01-01 10:00:00.5, null]]");
    }

    private void parquet(String object, String query) throws SQLException {
        var file = warehouse.put(object, "");
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
    }

    // ---- Parquet

    @Test
    void parquet_is_loaded_by_position_with_every_type() throws SQLException {
        warehouse.run(
                "create table t (a smallint, b integer, c bigint, d decimal(38,10), e real, f double precision, g boolean,"
                        + " h char(5), i date, j timestamptz)");
        parquet(
                "raw/all.parquet",
                "select 1::smallint z, 2::int y, 3::bigint x, 4.5::decimal(38,10) w, 1.5::float v, 2.5::double u, true t,"
                        + " 'ab' s, date '2008-02-29' r, timestamptz '2008-01-01 10:00:00+02' q union all select null,null,null,null,null,null,null,null,null,null");
        warehouse.copy("t", "s3://raw/all.parquet", "format as parquet");
        assertThat(warehouse.rows("select * from t order by a").toString())
                .isEqualTo("[[1, 2, 3, 4.5000000000, 1.5, 2.5, true, ab, 2008-02-29, 2008-01-01 08:00:00+00],"
                        + " [null, null, null, null, null, null, null, null, null, null]]");
    }

    @Test
    void parquet_of_another_type_is_refused() throws SQLException {
        warehouse.run("create table t (a integer)");
        parquet("raw/t.parquet", "select 'x' as a");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t.parquet", "format as parquet"))
                .hasMessageContaining("incompatible Parquet schema for column 'a'");
        warehouse.put("raw/no.parquet", "this is not Parquet");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/no.parquet", "parquet"))
                .hasMessageContaining("cannot be read as Parquet");
    }

    // ---- text

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "varchar(3);abcd;1204;String length exceeds DDL length",
                "varchar(3);ää;1204;String length exceeds DDL length",
                "char(2);abc;1215;Char length exceeds DDL length",
                "char(9);ä;1215;Multibyte character not supported for CHAR",
                "smallint;32768;1222;Overflow",
                "integer;12a;1207;Invalid digit, Value 'a', Pos 2, Type: Integer",
                "decimal(4,2);1x;1209;Invalid digit, Value 'x', Pos 1, Type: Decimal",
                "decimal(4,2);123.4;1204;Overflow for NUMERIC(4,2)",
                "double precision;1,5;1208;Invalid floating point value",
                "boolean;maybe;1210;Unknown boolean format",
                "date;2008-02-30;1205;Invalid date format or value [YYYY-MM-DD]",
                "timestamp;2008-01-01 25:00:00;1206;Invalid timestamp format or value",
                "integer not null;\\N;1213;Missing data for not-null field",
                "integer;1|2;1202;Extra column(s) found",
            })
    void a_field_that_does_not_fit_is_named_with_its_reason(String type, String field, int code, String reason) {
        warehouse.run("create table t (first integer, c " + type + ")");
        warehouse.put("raw/t", "1|" + field + "\n");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t", "")).isInstanceOf(SqlFailure.class);
        var error = warehouse
                .rows("select err_code, err_reason, raw_line, line_number from stl_load_errors")
                .get(0);
        assertThat(error.get(0)).isEqualTo((long) code);
        assertThat(String.valueOf(error.get(1))).startsWith(reason);
        assertThat(error.get(2)).isEqualTo("1|" + field);
        assertThat(error.get(3)).isEqualTo(1L);
    }

    @Test
    void a_row_with_too_few_fields_is_bad_unless_it_is_filled() {
        warehouse.run("create table t (a integer, b varchar(5), c integer)");
        warehouse.put("raw/t", "1\n");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t", "")).isInstanceOf(SqlFailure.class);
        assertThat(warehouse
                        .rows("select err_code, err_reason, colname from stl_load_errors")
                        .toString())
                .isEqualTo("[[1214, Delimiter not found, b]]");
        warehouse.copy("t", "s3://raw/t", "fillrecord");
        assertThat(warehouse.rows("select * from t").toString()).isEqualTo("[[1, , null]]");
    }

    @Test
    void options_of_conversion_do_what_they_say() {
        warehouse.run("create table t (n integer, v varchar(5), d date)");
        warehouse.put("raw/t", "1|     |2008-99-01\n2|abcdefgh|2008-01-02\n3||\n4|x   |\n");
        warehouse.copy("t", "s3://raw/t", "blanksasnull emptyasnull truncatecolumns acceptanydate trimblanks");
        assertThat(warehouse.rows("select * from t order by n").toString())
                .isEqualTo("[[1, null, null], [2, abcde, 2008-01-02], [3, null, null], [4, x, null]]");
    }

    @Test
    void invalid_utf8_is_an_error_or_is_replaced() {
        warehouse.run("create table t (v varchar(20))");
        warehouse.put("raw/t", new byte[] {'a', (byte) 0xC3, 'b', '\n'});
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t", "")).isInstanceOf(SqlFailure.class);
        assertThat(warehouse.value("select err_code from stl_load_errors")).isEqualTo(1220L);
        warehouse.copy("t", "s3://raw/t", "acceptinvchars as '^'");
        assertThat(warehouse.value("select v from t")).isEqualTo("a^b");
    }

    @Test
    void escape_keeps_delimiters_line_feeds_and_backslashes() {
        warehouse.run("create table t (v varchar(20), w varchar(20))");
        warehouse.put("raw/t", "a\\|b|c\\\nd\nx\\\\y|\\N\n");
        warehouse.copy("t", "s3://raw/t", "escape");
        assertThat(warehouse.rows("select * from t order by v").toString()).isEqualTo("[[a|b, c\nd], [x\\y, null]]");
    }

    @Test
    void removequotes_takes_quotes_off_and_refuses_one_without_end() {
        warehouse.run("create table t (v varchar(20), n integer)");
        warehouse.put("raw/good", "\"a|b\"|1\n'it'|2\nplain|3\n");
        warehouse.copy("t", "s3://raw/good", "removequotes");
        assertThat(warehouse.rows("select * from t order by n").toString())
                .isEqualTo("[[a|b, 1], [it, 2], [plain, 3]]");
        warehouse.put("raw/bad", "\"open|1\nfine|2\n");
        warehouse.copy("t", "s3://raw/bad", "removequotes maxerror 5");
        assertThat(warehouse.value("select err_reason from stl_load_errors"))
                .isEqualTo("Delimited value missing end quote");
        assertThat(warehouse.value("select v from t where n = 2 and v <> 'it'")).isEqualTo("fine");
    }

    @Test
    void csv_has_quoted_fields_with_anything_in_them() {
        warehouse.run("create table t (n integer, v varchar(40))");
        warehouse.put("raw/t.csv", "n,v\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,plain\r\n3,\"\"\r\n");
        warehouse.copy("t", "s3://raw/t.csv", "csv ignoreheader 1");
        assertThat(warehouse.rows("select * from t order by n").toString())
                .isEqualTo("[[1, a, \"b\"\r\nc], [2, plain], [3, ]]");
    }

    @Test
    void fixed_width_fields_are_cut_by_characters() {
        warehouse.run("create table t (n integer, v varchar(10), m integer)");
        warehouse.put("raw/t", "1  Größe7  \n22 ab   8  \n");
        warehouse.copy("t", "s3://raw/t", "fixedwidth 'n:3,v:5,m:3'");
        assertThat(warehouse.rows("select * from t order by n").toString()).isEqualTo("[[1, Größe, 7], [22, ab, 8]]");
    }

    @Test
    void json_is_mapped_by_names_or_by_paths() {
        warehouse.run("create table t (id integer, name varchar(20), tags varchar(50))");
        warehouse.put(
                "raw/t.json", "{\"id\":1,\"name\":\"a\",\"tags\":[1,2],\"more\":true}\n{\"id\":\"2\",\"name\":null}");
        warehouse.copy("t", "s3://raw/t.json", "json 'auto'");
        assertThat(warehouse.rows("select * from t order by id").toString())
                .isEqualTo("[[1, a, [1,2]], [2, null, null]]");
        warehouse.run("truncate t");
        warehouse.put("raw/paths", "{\"jsonpaths\":[\"$.id\",\"$['tags'][1]\",\"$.name\"]}");
        warehouse.copy("t", "s3://raw/t.json", "format json as 's3://raw/paths'");
        assertThat(warehouse.rows("select * from t order by id").toString()).isEqualTo("[[1, 2, a], [2, null, null]]");
    }

    @Test
    void gzip_is_unpacked_by_its_keyword_and_by_nothing_else() throws IOException {
        warehouse.run("create table t (n integer)");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("1\n2\n".getBytes(StandardCharsets.UTF_8));
        }
        warehouse.put("raw/t.gz", packed.toByteArray());
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t.gz", "")).isInstanceOf(SqlFailure.class);
        warehouse.copy("t", "s3://raw/t.gz", "gzip");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(2L);
        warehouse.put("raw/plain", "1\n");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/plain", "gzip"))
                .hasMessageContaining("not in GZIP format");
    }

    @Test
    void columns_outside_the_list_get_their_defaults() {
        warehouse.run("create table t (id bigint identity(10, 5), a integer, b varchar(10) default 'none', c integer)");
        warehouse.put("raw/t", "x|1\ny|2\n");
        warehouse.run("create table src (a varchar(5), b integer)");
        warehouse.put("raw/u", "1\n2\n");
        warehouse.copy("t (a)", "s3://raw/u", "");
        assertThat(warehouse.rows("select id, a, b, c from t order by id").toString())
                .isEqualTo("[[10, 1, none, null], [15, 2, none, null]]");
    }

    @Test
    void noload_checks_and_loads_nothing() {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/good", "1\n");
        warehouse.put("raw/bad", "x\n");
        warehouse.copy("t", "s3://raw/good", "noload");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(0L);
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/bad", "noload")).isInstanceOf(SqlFailure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "2008-01-02 03:04:05",
                "2008-01-02T03:04:05Z",
                "2008-01-02T05:04:05+02:00",
                "20080102 030405",
                "080102 030405",
                "2008.002 03:04:05",
                "J2454468 03:04:05",
                "02 Jan 2008 03:04:05 UTC",
                "01/02/2008 03:04:05",
                "1/2/2008 3:04:05 AM",
                "02.01.2008 03:04:05",
                "Jan 02, 2008 03:04:05",
                "2008-Jan-02 03:04:05.000",
            })
    void auto_recognises_many_notations(String text) {
        warehouse.run("create table t (at timestamptz)");
        warehouse.put("raw/t", text + "\n");
        warehouse.copy("t", "s3://raw/t", "timeformat 'auto' delimiter '^'");
        assertThat(warehouse.value("select at from t")).isEqualTo("2008-01-02 03:04:05+00");
    }

    @Test
    void epochs_are_read_by_their_formats() {
        warehouse.run("create table t (at timestamp)");
        warehouse.put("raw/s", "1199243045.5\n");
        warehouse.put("raw/m", "1199243045500\n");
        warehouse.copy("t", "s3://raw/s", "timeformat 'epochsecs'");
        warehouse.copy("t", "s3://raw/m", "timeformat 'epochmillisecs'");
        assertThat(warehouse.rows("select distinct at from t").toString()).isEqualTo("[[2008-01-02 03:04:05.5]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "csv escape; ESCAPE cannot be used with CSV",
                "delimiter '||'; DELIMITER must be a single character",
                "zstd; COPY option ZSTD is not supported",
                "format orc; COPY option ORC is not supported",
                "format parquet delimiter ','; DELIMITER argument is not supported for PARQUET based COPY",
                "maxerror 3 ignoreallerrors; IGNOREALLERRORS cannot be used with MAXERROR",
                "frobnicate; syntax error at or near \"frobnicate\"",
                "gzip gzip; conflicting or redundant options",
                "region 'eu-west-1'; Error PermanentRedirect",
                "null as '\\n'; is not allowed",
            })
    void options_that_cannot_be_are_refused_by_name(String options, String message) {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/t", "1\n");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t", options)).hasMessageContaining(message);
    }

    @Test
    void empty_lines_are_bad_unless_ignored() {
        warehouse.run("create table t (a integer, b integer)");
        warehouse.put("raw/t", "1|2\n\n3|4\n");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/t", "")).isInstanceOf(SqlFailure.class);
        assertThat(warehouse.value("select err_code from stl_load_errors")).isEqualTo(1211L);
        warehouse.copy("t", "s3://raw/t", "ignoreblanklines");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(2L);
    }

    @Test
    void what_was_loaded_is_in_the_history() {
        warehouse.run("create table t (n integer)");
        warehouse.put("raw/t", "1\n2\n");
        warehouse.put("raw/u", "x\n");
        warehouse.copy("t", "s3://raw/t", "");
        assertThatThrownBy(() -> warehouse.copy("t", "s3://raw/u", "")).isInstanceOf(SqlFailure.class);
        assertThat(warehouse
                        .rows(
                                "select status, table_name, loaded_rows, data_source, error_count from sys_load_history order by query_id")
                        .toString())
                .isEqualTo("[[completed, t, 2, s3://raw/t, 0], [aborted, t, 0, s3://raw/u, 1]]");
        assertThat(warehouse
                        .rows("select file_name, lines_scanned from sys_load_detail")
                        .toString())
                .isEqualTo("[[s3://raw/t, 2]]");
    }

    @Test
    void char_columns_do_not_mind_trailing_blanks() {
        warehouse.run("create table t (c char(5))");
        warehouse.put("raw/t", "3    \n3\n");
        warehouse.copy("t", "s3://raw/t", "");
        assertThat(warehouse.value("select count(*) from t where c = 3")).isEqualTo(2L);
        assertThat(warehouse.value("select count(*) from t where c = '3 '")).isEqualTo(2L);
    }
}
