package dev.cuesheet.engine.dagbag;

import dev.cuesheet.engine.Dag;
import java.nio.file.Path;

/** A DAG and the file that defines it. */
public record LoadedDag(Dag dag, Path source) {}
