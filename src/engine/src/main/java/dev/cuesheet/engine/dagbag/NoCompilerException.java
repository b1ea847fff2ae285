package dev.cuesheet.engine.dagbag;

import dev.cuesheet.engine.EngineException;
import java.nio.file.Path;

/** DAG sources have to be compiled, but the Java that runs has no compiler. */
public final class NoCompilerException extends EngineException {
    private static final long serialVersionUID = 1L;

    public NoCompilerException(Path folder) {
        super(
                "the DAGs in %s have to be compiled, which needs a JDK; the Java in %s (version %s) has no compiler. Run with a JDK of version 17 or later, or with a warm cache made from the same sources"
                        .formatted(
                                folder,
                                System.getProperty("java.home"),
                                Runtime.version().feature()));
    }
}
