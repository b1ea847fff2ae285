package dev.cuesheet.enginejdbc.internal;

import java.sql.SQLException;
import java.util.Optional;

/** The structures that a DAG has had, each kept once and numbered from 1. */
public final class VersionTable {
    private VersionTable() {}

    /** The row of the DAG's structure as it is now, made when it differs from the latest. Runs of the DAG are locked. */
    public static long idOf(Session session, String dagId, String structureJson) throws SQLException {
        int latest = 0;
        var select = session.statement(
                "select id, number, structure from dag_version where dag_id = ? order by number desc limit 1");
        select.setString(1, dagId);
        try (var rows = select.executeQuery()) {
            if (rows.next()) {
                if (structureJson.equals(rows.getString(3))) {
                    return rows.getLong(1);
                }
                latest = rows.getInt(2);
            }
        }
        var insert =
                session.statement("insert into dag_version (dag_id, number, structure) values (?, ?, ?) returning id");
        insert.setString(1, dagId);
        insert.setInt(2, latest + 1);
        insert.setString(3, structureJson);
        try (var rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public static Optional<String> structure(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select v.structure from run r join dag_version v on v.id = r.version"
                + " where r.dag_id = ? and r.run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    public static Optional<Integer> number(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select v.number from run r join dag_version v on v.id = r.version"
                + " where r.dag_id = ? and r.run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
        }
    }
}
