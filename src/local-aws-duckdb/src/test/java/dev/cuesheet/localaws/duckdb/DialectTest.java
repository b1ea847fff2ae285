package dev.cuesheet.localaws.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectTest {
    private Warehouse warehouse;

    @BeforeAll
    void open(@TempDir Path folder) {
        warehouse = new Warehouse(folder);
        warehouse.run(
                "create table sales (salesid integer not null, qtysold smallint not null, pricepaid decimal(8,2), seller varchar(10))",
                "insert into sales values (1, 4, 728.00, 'ann'), (2, 2, 76.00, 'bob'), (3, 1, 350.00, 'ann'), (4, 2, null, null)",
                "create table date (dateid smallint not null distkey sortkey, caldate date not null, month char(5) not null,"
                        + " qtr char(5) not null, holiday boolean default('N'))",
                "insert into date values (1827, '2008-01-01', 'JAN', '1', true), (1828, '2008-01-02', 'JAN', '1', false)",
                "insert into date (dateid, caldate, month, qtr) values (1900, '2008-03-15', 'MAR', '3')");
    }

    @AfterAll
    void close() {
        warehouse.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "select 5/2; 2",
                "select -5/2; -2",
                "select 7 * 3 / 2; 10",
                "select 20 / 2 / 3; 3",
                "select 5/2.0::float; 2.5",
                "select avg(qtysold) from sales; 2",
                "select avg(pricepaid) from sales; 384.66",
                "select avg(distinct qtysold) from sales; 2",
                "select pricepaid/qtysold from sales where salesid = 2; 38.00000000",
                "select sum(pricepaid)/sum(qtysold) from sales; 128.2222",
                "select cast(1 as decimal(8,2)) / 3; 0.3333333333333",
                "select count(*) from date where qtr = 3; 1",
                "select count(*) from date where qtr = '3'; 1",
                "select count(*) from date where month = 'JAN    '; 2",
                "select count(*) from date d where d.month in ('MAR  ', 'DEC'); 1",
                "select count(*) from date where holiday = 1; 1",
                "select nvl(null, 'x'); x",
                "select nvl2(null, 'a', 'b'); b",
                "select decode(2, 1, 'one', 2, 'two', 'many'); two",
                "select decode(null, null, 'nothing', 'thing'); nothing",
                "select dateadd(month, 1, '2008-01-31'); 2008-02-29 00:00:00",
                "select dateadd('qtr', -1, date '2008-05-05'); 2008-02-05 00:00:00",
                "select datediff(qtr, '2008-01-01', '2008-12-31'); 3",
                "select datediff(day, timestamp '2008-01-01 23:59:00', '2008-01-02'); 1",
                "select date_part(qtr, caldate) from date where dateid = 1900; 1",
                "select extract(mon from timestamp '2008-03-15 01:02:03'); 3",
                "select date_trunc('mon', date '2008-03-15'); 2008-03-01 00:00:00",
                "select getdate(); 2026-03-01 10:20:30",
                "select sysdate; 2026-03-01 10:20:30.123456",
                "select trunc(timestamp '2008-03-15 01:02:03'); 2008-03-15",
                "select trunc(12.7); 12",
                "select add_months(date '2008-02-29', 1); 2008-03-31 00:00:00",
                "select months_between('2008-03-31', '2008-02-29'); 1.0",
                "select last_day(date '2008-02-01'); 2008-02-29",
                "select to_char(timestamp '2008-03-05 14:05:06', 'YYYY-MM-DD HH24:MI:SS'); 2008-03-05 14:05:06",
                "select to_char(date '2008-03-05', 'DD-MON-YYYY'); 05-MAR-2008",
                "select to_date('05 Mar 2008', 'DD Mon YYYY'); 2008-03-05",
                "select len('Größe'); 5",
                "select octet_length('Größe'); 7",
                "select charindex('ck', 'cuesheet rocks'); 12",
                "select left('cuesheet', 3) || right('cuesheet', 2); cueet",
                "select cast('cuesheet' as varchar(3)); cue",
                "select 'cuesheet'::char(4) || '!'; cues!",
                "select convert(integer, '12'); 12",
                "select '12'::int + 1; 13",
                "select cast(12.5 as decimal); 13",
                "select listagg(distinct seller, ', ') within group (order by seller) from sales; ann, bob",
                "select median(qtysold) from sales; 2.0",
                "select approximate count(distinct seller) from sales; 2",
                "select count(*) from (select 1 union select 2 minus select 2) q; 1",
                "select count(*) from (select top 2 salesid from sales order by 1) q; 2",
                "select 'abc' ~ 'b'; true",
                "select 'abc' !~ '^b'; true",
                "select regexp_substr('a1b22', '\\d+$'); 22",
                "select regexp_replace('a1b22', '[0-9]', ''); ab",
                "select json_extract_path_text('{\"a\":{\"b\":\"c\"}}', 'a', 'b'); c",
                "select current_database(); dev",
                "select current_schema(); public",
                "select current_user; awsuser",
                "select pg_last_copy_count(); 0",
                "select pg_catalog.pg_last_copy_id(); -1",
                "select convert_timezone('US/Pacific', timestamp '2008-03-05 12:25:29'); 2008-03-05 04:25:29",
                "select 'it''s /* no */ -- comment'; it's /* no */ -- comment",
                "select $$a 'b'$$; a 'b'",
                "select 3 /* a /* nested */ comment */ -- and another; 3",
                "select salesid from sales order by seller, salesid limit 1 offset 3; 4",
                "select count(*) from sales s join date d on d.dateid = 1827 where s.seller <> 'ann'; 1",
                "select max(ratio) from (select ratio_to_report(qtysold) over () as ratio from sales) q; 0.4444444444444444",
                "select case when sum(qtysold) / 2 > 4 then 'many' else 'few' end from sales; few",
                "select concat('a', null); NULL",
                "select 10 % 4; 2",
            })
    void a_query_means_what_it_means_in_redshift(String sql, String expected) {
        assertThat(String.valueOf(warehouse.value(sql))).isEqualTo(expected.equals("NULL") ? "null" : expected);
    }

    @Test
    void text_is_ordered_by_its_bytes() {
        warehouse.run(
                "create temp table names (n varchar(20))",
                "insert into names values ('Zoo'), ('a'), ('.38 Special'), ('3 Doors'), ('Ä')");
        assertThat(warehouse.rows("select n from names order by n").toString())
                .isEqualTo("[[.38 Special], [3 Doors], [Zoo], [a], [Ä]]");
    }

    @Test
    void nulls_come_last() {
        assertThat(warehouse
                        .rows("select seller from sales order by seller")
                        .get(3)
                        .get(0))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "select count(*) from sales; count",
                "select sum(qtysold), max(1) m from sales; sum",
                "select 1 + 1; ?column?",
                "select SalesId from sales; salesid",
                "select s.salesid::bigint from sales s; salesid",
                "select \"Seller\" as \"The Seller\" from sales; the seller",
                "select avg(pricepaid / qtysold) from sales; avg",
                "select sum(qtysold) over (partition by seller) from sales; sum",
            })
    void columns_are_named_as_redshift_names_them(String sql, String name) {
        try (var result = warehouse.session.execute(sql, java.util.Map.of())) {
            assertThat(result.columns().get(0).name()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "select * from nowhere; relation \"nowhere\" does not exist",
                "select nothing from sales; column \"nothing\" does not exist",
                "select frobnicate(1); function frobnicate does not exist",
                "selec 1; syntax error at or near \"selec\"",
                "select 1 from; syntax error at end of input",
                "select 1/0; Divide by zero",
                "select pricepaid / 0 from sales; Divide by zero",
                "insert into sales values (null, 1, 1, 'x'); Cannot insert a NULL value into column salesid",
                "insert into sales values (9, 1, 1, 'eleven char'); value too long for type character varying(10) in column \"seller\"",
                "create table sales (a int); Relation \"sales\" already exists",
                "grant select on sales to public; GRANT is not supported by this local warehouse",
                "unload ('select 1') to 's3://b/k'; UNLOAD is not supported by this local warehouse",
            })
    void what_fails_is_told_in_redshifts_words(String sql, String message) {
        var text = sql.equals("select 1") ? "select 1; select 2" : sql;
        var expected = sql.equals("select 1") ? "cannot insert multiple commands into a prepared statement" : message;
        assertThatThrownBy(() -> warehouse.rows(text))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining(expected);
    }

    @Test
    void only_one_statement_is_taken_at_a_time() {
        assertThatThrownBy(() -> warehouse.rows("select 1; select 2"))
                .hasMessage("cannot insert multiple commands into a prepared statement");
        assertThat(warehouse.value("select ';' ;")).isEqualTo(";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attach '/tmp/other.duckdb'",
                "install httpfs",
                "load '/tmp/x'",
                "pragma database_list",
                "copy (select 1) to '/tmp/out.csv'",
                "export database '/tmp/out'",
                "set enable_external_access = true",
                "set memory_limit = '10GB'",
                "select * from read_csv('/etc/passwd')",
                "select * from read_text('/etc/passwd')",
                "select * from glob('/etc/*')",
                "select * from '/etc/passwd'",
                "select * from \"/etc/passwd\"",
                "select * from query('select 1')",
                "select * from duckdb_settings()",
                "select current_setting('allowed_directories')",
                "copy sales from '/etc/passwd' iam_role default",
                "create view v as select * from read_text('/etc/hostname')",
                "select * from rs_internal.loads",
                "insert into rs_internal.loads select * from rs_internal.loads",
            })
    void hostile_sql_reaches_neither_files_nor_settings(String sql) {
        assertThatThrownBy(() -> warehouse.rows(sql)).isInstanceOf(SqlFailure.class);
    }

    @Test
    void parameters_are_bound_as_text_and_cannot_break_out() {
        var rows = warehouse.rows(
                "select :a, qtysold from sales where salesid = :id and :a <> ':id'",
                java.util.Map.of("a", "'; drop table sales; --\\", "id", "1"));
        assertThat(rows.toString()).isEqualTo("[['; drop table sales; --\\, 4]]");
        assertThat(warehouse.value("select count(*) from sales")).isEqualTo(4L);
    }

    @Test
    void a_default_written_as_a_word_becomes_a_boolean() {
        assertThat(warehouse.value("select holiday from date where dateid = 1900"))
                .isEqualTo(false);
    }
}
