package dev.cuesheet.engine.lineage;

/**
 * A dataset by its name in OpenLineage ({@code spec/Naming.md}), so that tools recognise what others write to or read from.
 *
 * @param namespace of the place: {@code s3://bucket}, {@code redshift://cluster.region:5439}, {@code file}
 * @param name in the place: {@code raw/sales}, {@code dev.public.sales}
 */
public record LineageDataset(String namespace, String name) {
    public LineageDataset {
        if (namespace.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "a dataset has a namespace and a name, got \"%s\" and \"%s\"".formatted(namespace, name));
        }
    }

    /** An object of S3, or all whose keys begin with a folder. */
    public static LineageDataset s3(String bucket, String key) {
        var name = key.replaceFirst("/+$", "");
        return new LineageDataset("s3://" + bucket, name.isEmpty() ? "/" : name);
    }

    /** A file of this machine, by its absolute path. */
    public static LineageDataset file(String path) {
        return new LineageDataset("file", path);
    }
}
