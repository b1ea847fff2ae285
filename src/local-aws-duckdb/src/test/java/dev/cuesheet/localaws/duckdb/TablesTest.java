package dev.cuesheet.localaws.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
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

    @Test
    void what_redshift_knows_of_a_table_is_in_its_catalog() {
        warehouse.run(
                "create table sales (salesid integer not null encode az64, listid integer not null distkey references listing(listid),"
                        + " day char(3), name varchar(30) default 'x' encode lzo, price decimal(8,2), primary key (salesid))"
                        + " diststyle key compound sortkey (listid, day) backup no");
        assertThat(warehouse
                        .rows(
                                "select \"column\", type, encoding, distkey, sortkey, \"notnull\" from pg_table_def where tablename = 'sales'")
                        .toString())
                .isEqualTo("[[salesid, integer, az64, false, 0, true], [listid, integer, none, true, 1, true],"
                        + " [day, character(3), none, false, 2, false], [name, character varying(30), lzo, false, 0, false],"
                        + " [price, numeric(8,2), none, false, 0, false]]");
        assertThat(warehouse
                        .rows(
                                "select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable"
                                        + " from svv_columns where table_name = 'sales' and ordinal_position in (1, 4, 5)")
                        .toString())
                .isEqualTo("[[salesid, integer, null, 32, 0, NO], [name, character varying, 30, null, null, YES],"
                        + " [price, numeric, null, 8, 2, YES]]");
        warehouse.run("insert into sales (salesid, listid, price) values (1, 1, 2)");
        assertThat(warehouse
                        .rows("select \"table\", diststyle, sortkey1, tbl_rows from svv_table_info")
                        .toString())
                .isEqualTo("[[sales, KEY(listid), listid, 1]]");
    }

    @Test
    void keys_are_hints_and_enforced_by_nobody() {
        warehouse.run(
                "create table t (id integer primary key, name varchar(5) unique)",
                "insert into t values (1, 'a'), (1, 'a')");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(2L);
        assertThatThrownBy(() -> warehouse.run("insert into t values (null, 'b')"))
                .hasMessage("Cannot insert a NULL value into column id");
    }

    @Test
    void tables_are_made_from_queries_and_from_other_tables() {
        warehouse.run(
                "create table a (n smallint not null, v varchar(5))",
                "insert into a values (1, 'x'), (2, 'y')",
                "create table b distkey(total) as select v, sum(n) as total from a group by v",
                "create table c (like a)",
                "select n into temp d from a where n > 1",
                "create table if not exists a (other integer)");
        assertThat(warehouse
                        .rows(
                                "select column_name, data_type from svv_columns where table_name = 'b' order by ordinal_position")
                        .toString())
                .isEqualTo("[[v, character varying], [total, bigint]]");
        assertThat(warehouse
                        .rows("select type from pg_table_def where tablename = 'c'")
                        .toString())
                .isEqualTo("[[smallint], [character varying(5)]]");
        assertThat(warehouse.value("select n from d")).isEqualTo(2L);
    }

    @Test
    void temporary_tables_are_the_sessions_own() {
        warehouse.run("create table #t (n integer)", "insert into #t values (1)");
        assertThat(warehouse.value("select count(*) from #t")).isEqualTo(1L);
        try (var other = warehouse.engine.openSession("dev", "other")) {
            assertThatThrownBy(() -> other.execute("select * from #t", Map.of()))
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void tables_can_be_changed_and_dropped() {
        warehouse.run(
                "create schema if not exists mart",
                "create table mart.t (n integer)",
                "insert into mart.t values (1)",
                "alter table mart.t add column v varchar(8) default 'new'",
                "alter table mart.t rename column n to id",
                "alter table mart.t rename to s");
        assertThat(warehouse.rows("select id, v from mart.s").toString()).isEqualTo("[[1, new]]");
        assertThat(warehouse
                        .rows("select data_type from svv_columns where table_schema = 'mart' and column_name = 'v'")
                        .toString())
                .isEqualTo("[[character varying]]");
        warehouse.run(
                "alter table mart.s drop column v",
                "create table other (n integer)",
                "drop table if exists mart.s, other, nowhere",
                "drop schema mart");
        assertThat(warehouse.value("select count(*) from svv_tables")).isEqualTo(0L);
    }

    @Test
    void a_view_keeps_asking_for_the_time() {
        warehouse.run("create table t (n integer)", "insert into t values (7)");
        warehouse.run(
                "create or replace view v (half, at_time) as select n / 2, getdate() from t with no schema binding");
        assertThat(warehouse.value("select half from v")).isEqualTo(3L);
        assertThat(String.valueOf(warehouse.value("select at_time from v"))).doesNotStartWith("2026-03-01 10:20:30");
    }

    @Test
    void a_transaction_is_all_or_nothing_and_unseen_until_its_end() {
        warehouse.run("create table t (n integer)", "begin", "insert into t values (1)");
        try (var other = warehouse.engine.openSession("dev", "other")) {
            try (var rows = other.execute("select n from t", Map.of())) {
                assertThat(rows.next()).isNull();
            }
        }
        warehouse.run("rollback", "begin", "insert into t values (2)", "commit");
        assertThat(warehouse.rows("select n from t").toString()).isEqualTo("[[2]]");
    }

    @Test
    void truncate_commits() {
        warehouse.run("create table t (n integer)", "insert into t values (1)", "begin", "truncate t", "rollback");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(0L);
    }

    @Test
    void vacuum_and_analyze_want_a_table_that_is_there() {
        warehouse.run("create table t (n integer)", "vacuum full t", "analyze t", "vacuum");
        assertThatThrownBy(() -> warehouse.run("vacuum nowhere")).hasMessage("relation \"nowhere\" does not exist");
        warehouse.session.begin();
        assertThatThrownBy(() -> warehouse.run("vacuum t")).hasMessage("VACUUM cannot run inside a transaction block");
        warehouse.session.rollback();
    }

    @Test
    void a_second_writer_waits_for_the_first() throws Exception {
        warehouse.run("create table t (n integer)", "insert into t values (1)", "begin", "update t set n = 2");
        var finished = new CountDownLatch(1);
        try (var other = warehouse.engine.openSession("dev", "other")) {
            var thread = new Thread(() -> {
                other.execute("update t set n = n + 10", Map.of()).close();
                finished.countDown();
            });
            thread.start();
            assertThat(finished.await(200, TimeUnit.MILLISECONDS)).isFalse();
            warehouse.run("commit");
            assertThat(finished.await(20, TimeUnit.SECONDS)).isTrue();
            thread.join();
        }
        assertThat(warehouse.value("select n from t")).isEqualTo(12L);
    }

    @Test
    @Timeout(60)
    void a_statement_is_stopped_by_cancel() throws Exception {
        var failure = new SqlFailure[1];
        var thread = new Thread(() -> {
            try {
                warehouse.value("select count(*) from range(1000000) a, range(1000000) b where a.range * b.range = -1");
            } catch (SqlFailure e) {
                failure[0] = e;
            }
        });
        thread.start();
        while (thread.isAlive()) {
            warehouse.session.cancel();
            thread.join(20);
        }
        assertThat(failure[0].isCancelled()).isTrue();
        assertThat(warehouse.value("select 1")).isEqualTo(1L);
    }

    @Test
    void a_result_closed_early_leaves_no_transaction_behind() {
        warehouse.run("create table t (n integer)", "insert into t select unnest(generate_series(1, 10000))");
        try (var rows = warehouse.session.execute("select n from t", Map.of())) {
            assertThat(rows.next()).isNotNull();
        }
        warehouse.run("vacuum t");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(10_000L);
    }

    @Test
    void databases_are_apart() {
        warehouse.run("create database tickit", "create table only_here (n integer)");
        try (var other = warehouse.engine.openSession("tickit", "me")) {
            assertThatThrownBy(() -> other.execute("select * from only_here", Map.of()))
                    .hasMessageContaining("does not exist");
            other.execute("create table date (n integer)", Map.of()).close();
        }
        assertThat(warehouse.rows("show databases").toString()).isEqualTo("[[dev], [tickit]]");
        warehouse.run("drop database tickit");
        assertThatThrownBy(() -> warehouse.engine.openSession("tickit", "me"))
                .hasMessage("database \"tickit\" does not exist");
    }

    @Test
    void names_are_folded_to_lower_case_even_in_quotes() {
        warehouse.run("create table \"Mixed\" (\"Some Name\" integer)", "insert into MIXED values (1)");
        assertThat(warehouse.value("select \"SOME NAME\" from mixed")).isEqualTo(1L);
    }

    @Test
    void settings_have_their_effect_or_are_refused() {
        warehouse.run("create schema mart", "create table mart.t (n integer)", "set search_path to mart, public");
        assertThat(warehouse.value("select count(*) from t")).isEqualTo(0L);
        assertThat(warehouse.value("show search_path")).isEqualTo("mart, public");
        assertThatThrownBy(() -> warehouse.run("set statement_timeout to 5")).hasMessageContaining("cannot be set");
    }
}
