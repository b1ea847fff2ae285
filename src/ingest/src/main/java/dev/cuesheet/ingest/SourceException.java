package dev.cuesheet.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A source that cannot be used as it is. Carries every fault that was found, so that all can be put right at once. */
public final class SourceException extends IngestException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient Path source;
    private final transient List<SourceFault> faults;

    /** @param remedy what the user can do about it; a whole sentence */
    public SourceException(String what, Path source, List<SourceFault> faults, String remedy) {
        super(message(what, source, faults, remedy));
        this.source = source;
        this.faults = List.copyOf(faults);
    }

    /** The folder or file that was to be used. */
    public Path source() {
        return source;
    }

    /** What is wrong with it, in the order of the files. */
    public List<SourceFault> faults() {
        return faults;
    }

    private static String message(String what, Path source, List<SourceFault> faults, String remedy) {
        var lines = faults.stream().limit(SHOWN).map(f -> "\n  " + f.describe()).collect(Collectors.joining());
        var more = faults.size() > SHOWN ? "\n  and %d more".formatted(faults.size() - SHOWN) : "";
        return "Cannot read %s as %s:%s%s\n%s".formatted(source, what, lines, more, remedy);
    }
}
