package dev.cuesheet.engine.internal.dagbag;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a folder's sources.
 *
 * @param classes bytes of every class by its name
 * @param dagClasses the classes that may have DAG methods, with the sources they are from
 * @param faults of the sources that did not compile
 */
public record CompiledDags(Map<String, byte[]> classes, List<DagClass> dagClasses, List<Fault> faults) {

    /** A class that may define a DAG. */
    public record DagClass(String className, String source) {}

    /** Why a source was left out. */
    public record Fault(String source, long line, String message) {}

    void write(DataOutputStream out) throws IOException {
        out.writeInt(classes.size());
        for (var entry : classes.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
        out.writeInt(dagClasses.size());
        for (var dagClass : dagClasses) {
            out.writeUTF(dagClass.className());
            out.writeUTF(dagClass.source());
        }
        out.writeInt(faults.size());
        for (var fault : faults) {
            out.writeUTF(fault.source());
            out.writeLong(fault.line());
            out.writeUTF(fault.message());
        }
    }

    static CompiledDags read(DataInputStream in) throws IOException {
        var classes = new TreeMap<String, byte[]>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        var dagClasses = new ArrayList<DagClass>();
        for (int left = in.readInt(); left > 0; left--) {
            dagClasses.add(new DagClass(in.readUTF(), in.readUTF()));
        }
        var faults = new ArrayList<Fault>();
        for (int left = in.readInt(); left > 0; left--) {
            faults.add(new Fault(in.readUTF(), in.readLong(), in.readUTF()));
        }
        return new CompiledDags(classes, dagClasses, faults);
    }
}
