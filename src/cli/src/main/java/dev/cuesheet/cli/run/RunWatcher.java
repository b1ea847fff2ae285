package dev.cuesheet.cli.run;

import dev.cuesheet.engine.RunListener;

/** Shows a run while it goes on. Closing leaves the last picture standing. */
public interface RunWatcher extends RunListener, AutoCloseable {

    @Override
    void close();
}
