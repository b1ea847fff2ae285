package dev.cuesheet.enginejdbc;

class PostgresRunLeasesTest extends RunLeasesContract {
    private String schema = "";

    @Override
    JdbcStateStore open() {
        schema = TestPostgres.freshSchema();
        return openAgain();
    }

    @Override
    JdbcStateStore openAgain() {
        return TestPostgres.store(schema).open();
    }
}
