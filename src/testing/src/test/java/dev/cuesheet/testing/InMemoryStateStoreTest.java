package dev.cuesheet.testing;

import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.spi.StateStore;

class InMemoryStateStoreTest extends StateStoreContract {
    @Override
    protected StateStore open() {
        return new InMemoryStateStore();
    }
}
