package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.testing.StateStoreContract;

class PostgresStateStoreTest extends StateStoreContract {
    private final String schema = TestPostgres.freshSchema();

    @Override
    protected StateStore open() {
        return TestPostgres.store(schema).open();
    }
}
