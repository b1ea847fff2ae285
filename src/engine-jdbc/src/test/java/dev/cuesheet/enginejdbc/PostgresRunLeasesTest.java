package dev.cuesheet.enginejdbc;

class PostgresRunLeasesTest extends RunLeasesContract {
    @Override
    JdbcStateStore open() {
        return TestPostgres.store(TestPostgres.freshSchema()).open();
    }
}
