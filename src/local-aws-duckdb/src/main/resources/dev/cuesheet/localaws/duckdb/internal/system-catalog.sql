-- What COPY leaves behind. Written outside the load's transaction, so that it survives the rollback of a failed load.
CREATE TABLE IF NOT EXISTS rs_internal.load_errors (
    query BIGINT, starttime TIMESTAMP, session INTEGER, username VARCHAR, tbl BIGINT, filename VARCHAR,
    line_number BIGINT, colname VARCHAR, type VARCHAR, col_length VARCHAR, position INTEGER, raw_line VARCHAR,
    raw_field_value VARCHAR, err_code INTEGER, err_reason VARCHAR);

CREATE TABLE IF NOT EXISTS rs_internal.loads (
    query BIGINT, session INTEGER, username VARCHAR, status VARCHAR, table_name VARCHAR, starttime TIMESTAMP,
    endtime TIMESTAMP, data_source VARCHAR, file_format VARCHAR, loaded_rows BIGINT, loaded_bytes BIGINT,
    source_file_count BIGINT, error_count BIGINT, error_message VARCHAR);

CREATE TABLE IF NOT EXISTS rs_internal.load_files (query BIGINT, filename VARCHAR, lines_scanned BIGINT, bytes_scanned BIGINT, curtime TIMESTAMP);

CREATE OR REPLACE MACRO type_name(data_type, comment) AS CASE
    WHEN comment IS NOT NULL AND json_valid(comment) THEN json_extract_string(comment, '$.type')
    WHEN data_type = 'VARCHAR' THEN 'character varying(65535)'
    WHEN data_type = 'DOUBLE' THEN 'double precision'
    WHEN data_type = 'FLOAT' THEN 'real'
    WHEN data_type = 'TIMESTAMP' THEN 'timestamp without time zone'
    WHEN data_type = 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp with time zone'
    WHEN data_type = 'TIME' THEN 'time without time zone'
    WHEN data_type = 'HUGEINT' THEN 'numeric(38,0)'
    WHEN data_type = 'JSON' THEN 'super'
    ELSE lower(replace(data_type, 'DECIMAL', 'numeric')) END;

CREATE OR REPLACE MACRO noted(comment, path, fallback) AS
    CASE WHEN comment IS NOT NULL AND json_valid(comment) THEN coalesce(json_extract_string(comment, path), fallback) ELSE fallback END;

CREATE OR REPLACE VIEW user_columns AS
    SELECT database_name, schema_name, schema_oid, table_name, table_oid, column_name, column_index, column_default, is_nullable,
        type_name(data_type, comment) AS type, comment
    FROM duckdb_columns()
    WHERE NOT internal AND schema_name NOT IN ('rs_catalog', 'rs_internal', 'main') AND database_name = current_database();

CREATE OR REPLACE VIEW user_tables AS
    SELECT database_name, schema_name, table_name, table_oid, 'BASE TABLE' AS table_type, estimated_size, comment
    FROM duckdb_tables()
    WHERE NOT internal AND schema_name NOT IN ('rs_catalog', 'rs_internal', 'main') AND database_name = current_database()
    UNION ALL
    SELECT database_name, schema_name, view_name, view_oid, 'VIEW', NULL, comment
    FROM duckdb_views()
    WHERE NOT internal AND schema_name NOT IN ('rs_catalog', 'rs_internal', 'main') AND database_name = current_database();

CREATE OR REPLACE VIEW svv_tables AS
    SELECT database_name AS table_catalog, schema_name AS table_schema, table_name, table_type, CAST(NULL AS VARCHAR) AS remarks
    FROM user_tables;

CREATE OR REPLACE VIEW svv_columns AS
    SELECT database_name AS table_catalog, schema_name AS table_schema, table_name, column_name,
        column_index AS ordinal_position, column_default, CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
        regexp_replace(type, '\(.*\)', '') AS data_type,
        CASE WHEN type LIKE 'character%' THEN CAST(regexp_extract(type, '\((\d+)\)', 1) AS INTEGER) END AS character_maximum_length,
        CASE WHEN type LIKE 'numeric(%' THEN CAST(regexp_extract(type, '\((\d+)', 1) AS INTEGER)
             WHEN type = 'smallint' THEN 16 WHEN type = 'integer' THEN 32 WHEN type = 'bigint' THEN 64 END AS numeric_precision,
        CASE WHEN type LIKE 'numeric(%' THEN CAST(regexp_extract(type, ',(\d+)\)', 1) AS INTEGER)
             WHEN type IN ('smallint', 'integer', 'bigint') THEN 0 END AS numeric_scale,
        CAST(NULL AS VARCHAR) AS remarks
    FROM user_columns;

CREATE OR REPLACE VIEW svv_all_schemas AS
    SELECT database_name, schema_name, 'dev' AS schema_owner, 'local' AS schema_type
    FROM duckdb_schemas()
    WHERE NOT internal AND schema_name NOT IN ('rs_catalog', 'rs_internal', 'main', 'information_schema', 'pg_catalog')
        AND database_name = current_database();

CREATE OR REPLACE VIEW pg_table_def AS
    SELECT schema_name AS schemaname, table_name AS tablename, column_name AS "column", type,
        noted(comment, '$.encoding', 'none') AS encoding,
        noted(comment, '$.distKey', 'false') = 'true' AS distkey,
        CAST(noted(comment, '$.sortKey', '0') AS INTEGER) AS sortkey,
        NOT is_nullable AS notnull
    FROM user_columns
    WHERE schema_name IN (SELECT unnest(current_schemas(false)));

CREATE OR REPLACE VIEW svv_table_info AS
    SELECT t.database_name AS database, t.schema_name AS schema, t.table_oid AS table_id, t.table_name AS "table", 'N' AS encoded,
        any_value(noted(t.comment, '$.distStyle', 'AUTO(ALL)')) || coalesce('(' || max(c.column_name)
            FILTER (WHERE noted(c.comment, '$.distKey', 'false') = 'true') || ')', '') AS diststyle,
        max(c.column_name) FILTER (WHERE noted(c.comment, '$.sortKey', '0') = '1') AS sortkey1,
        count(*) FILTER (WHERE noted(c.comment, '$.sortKey', '0') <> '0') AS sortkey_num,
        CAST(t.estimated_size AS BIGINT) AS tbl_rows, CAST(t.estimated_size AS BIGINT) AS estimated_visible_rows
    FROM user_tables t JOIN user_columns c ON c.table_oid = t.table_oid AND c.schema_name = t.schema_name
    WHERE t.table_type = 'BASE TABLE' AND t.estimated_size > 0
    GROUP BY t.database_name, t.schema_name, t.table_oid, t.table_name, t.estimated_size;

CREATE OR REPLACE VIEW stl_load_errors AS
    SELECT 100 AS userid, 0 AS slice, e.tbl, e.starttime, e.session, e.query, e.filename, e.line_number, e.colname,
        e.type, e.col_length, e.position, e.raw_line, e.raw_field_value, e.err_code, e.err_reason, 0 AS is_partial,
        CAST(0 AS BIGINT) AS start_offset, CAST(NULL AS BIGINT) AS copy_job_id
    FROM rs_internal.load_errors e;

CREATE OR REPLACE VIEW stl_loaderror_detail AS
    SELECT query, 0 AS slice, session, filename, line_number, colname, raw_field_value AS value, raw_field_value IS NULL AS is_null,
        type, col_length
    FROM rs_internal.load_errors;

CREATE OR REPLACE VIEW sys_load_error_detail AS
    SELECT 100 AS user_id, query AS query_id, CAST(query AS BIGINT) AS transaction_id, session AS session_id,
        current_database() AS database_name, tbl AS table_id, starttime AS start_time, filename AS file_name, line_number,
        colname AS column_name, type AS column_type, col_length AS column_length, position, err_code AS error_code,
        err_reason AS error_message
    FROM rs_internal.load_errors;

CREATE OR REPLACE VIEW sys_load_history AS
    SELECT 100 AS user_id, query AS query_id, session AS session_id, current_database() AS database_name, status, table_name,
        starttime AS start_time, endtime AS end_time, CAST(date_diff('microsecond', starttime, endtime) AS BIGINT) AS duration,
        data_source, file_format, loaded_rows, loaded_bytes, source_file_count, loaded_bytes AS source_file_bytes,
        source_file_count AS file_count_scanned, error_count, error_message
    FROM rs_internal.loads;

CREATE OR REPLACE VIEW sys_load_detail AS
    SELECT query AS query_id, filename AS file_name, bytes_scanned, lines_scanned, curtime AS record_time FROM rs_internal.load_files;

CREATE OR REPLACE VIEW stl_load_commits AS
    SELECT f.query, 0 AS slice, f.filename AS filename, f.lines_scanned, f.curtime, 1 AS status
    FROM rs_internal.load_files f JOIN rs_internal.loads l ON l.query = f.query WHERE l.status = 'completed';
