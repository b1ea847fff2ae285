package tickit;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.aws.s3.UploadOptions;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.ingest.tickit.TickitTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Brings the raw files into S3, each into a folder of its own, so that a crawler makes one table of each. */
final class Storage {

    /** One file and the place it goes to. */
    record RawFile(String table, String file, String target) {}

    private final S3Store s3;

    Storage(S3Store s3) {
        this.s3 = s3;
    }

    List<RawFile> filesToLand(TaskContext context, Source.Found source, Lake lake) {
        return Arrays.stream(TickitTable.values())
                .map(table -> new RawFile(
                        table.tableName(),
                        source.files().file(table).toString(),
                        lake.raw().child(table.tableName()).child(table.fileName()).toString()))
                .toList();
    }

    /** Uploads one file. An object that holds the same bytes already is left alone; others in the folder go. */
    String land(TaskContext context, RawFile raw) {
        var file = Path.of(raw.file());
        var target = S3Uri.parse(raw.target());
        var folder = new S3Uri(target.bucket(), target.key().substring(0, target.key().lastIndexOf('/') + 1));
        s3.list(folder).map(object -> object.uri()).filter(uri -> !uri.equals(target)).forEach(s3::delete);
        var there = s3.find(target);
        if (there.isPresent() && s3.holdsContentOf(there.get(), file)) {
            var size = there.get().size();
            context.progress().update("bytes", size, size);
        } else {
            s3.upload(file, target, UploadOptions.replacing().reportingTo((done, total) -> context.progress()
                    .update("bytes", done, total)));
        }
        return target.toString();
    }
}
