package dev.cuesheet.engine.dagbag;

import dev.cuesheet.engine.EngineException;
import java.nio.file.Path;

/** A program that prints the DAG ids of a folder: {@code PrintDags FOLDER CACHE}. */
final class PrintDags {
    private PrintDags() {}

    public static void main(String[] args) {
        try {
            var bag = DagFolder.at(Path.of(args[0]), Path.of(args[1])).load();
            System.out.println(
                    bag.dags().stream().map(loaded -> loaded.dag().id()).toList() + " " + bag.faults());
        } catch (EngineException e) {
            System.out.println(e.getMessage());
        }
    }
}
