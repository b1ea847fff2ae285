package dev.cuesheet.localaws.internal.crawler;

import dev.cuesheet.localaws.internal.crawler.FoundTable.FoundPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Decides which folders are tables and which only partitions of one.
 *
 * <p>A folder <em>holds one table</em> if it has only files, all alike, or if it has only folders, which hold one table
 * each, at the same depth, most of them alike. The highest folders that hold one table become tables; the levels below
 * them become partition keys. Files that are not alike and lie side by side become a table each.
 */
final class Grouping {
    /** How many of a folder's children must be alike for the folder to be a table ["most" in AWS's words]. */
    private static final double MOST = 0.70;

    private final CrawlPlan plan;
    private final List<String> exclusions;

    Grouping(CrawlPlan plan, List<String> exclusions) {
        this.plan = plan;
        this.exclusions = exclusions;
    }

    /**
     * One table below a folder.
     *
     * @param depth folder levels between the table and its files
     * @param leaves the folders with files
     * @param aside tables of children that are unlike the others
     */
    private record OneTable(FileSchema schema, int depth, List<Leaf> leaves, List<FoundTable> aside) {}

    private record Leaf(List<String> path, Folder folder) {
        Leaf below(String name) {
            var longer = new ArrayList<String>();
            longer.add(name);
            longer.addAll(path);
            return new Leaf(longer, folder);
        }
    }

    /** @param level the folder's absolute depth, the bucket being 1 */
    List<FoundTable> tables(Folder folder, int level) {
        if (plan.tableLevel().isPresent() && level < plan.tableLevel().getAsInt()) {
            return Stream.concat(
                            eachFile(folder),
                            folder.children().values().stream().flatMap(child -> tables(child, level + 1).stream()))
                    .toList();
        }
        var one = oneTable(folder, plan.tableLevel().isPresent());
        if (one.isPresent() && !isLoneFolder(folder)) {
            var tables = new ArrayList<FoundTable>();
            tables.add(table(folder, one.get()));
            tables.addAll(one.get().aside());
            return tables;
        }
        return Stream.concat(
                        eachFile(folder),
                        folder.children().values().stream().flatMap(child -> tables(child, level + 1).stream()))
                .toList();
    }

    /** One folder alone shows no pattern: it is a table of its own, unless its name says that it is a partition. */
    private boolean isLoneFolder(Folder folder) {
        return folder.children().size() == 1
                && partitionKey(folder).isEmpty()
                && !plan.combineCompatible()
                && plan.tableLevel().isEmpty();
    }

    private Optional<OneTable> oneTable(Folder folder, boolean forced) {
        if (folder.children().isEmpty()) {
            return folder.files().isEmpty() ? Optional.empty() : oneTableOfFiles(folder, forced);
        }
        if (!folder.files().isEmpty()) {
            return Optional.empty();
        }
        var children = folder.children().values();
        var named = partitionKey(folder).isPresent();
        var merging = forced || plan.combineCompatible();
        var holding = new LinkedHashMap<Folder, OneTable>();
        children.forEach(child -> oneTable(child, forced).ifPresent(one -> holding.put(child, one)));
        if (holding.isEmpty()) {
            return Optional.empty();
        }
        BiPredicate<FileSchema, FileSchema> alike =
                merging ? FileSchema::isCompatible : named ? FileSchema::isLikePartition : FileSchema::isLike;
        var cluster = largestCluster(holding, alike);
        boolean most = merging ? cluster.size() == children.size() : cluster.size() >= MOST * children.size();
        return most ? Optional.of(combine(folder, holding, cluster)) : Optional.empty();
    }

    private Optional<OneTable> oneTableOfFiles(Folder folder, boolean forced) {
        var first = folder.files().get(0).schema();
        boolean merging = forced || plan.combineCompatible();
        boolean alike = folder.files().stream()
                .allMatch(file -> merging ? first.isCompatible(file.schema()) : first.isLike(file.schema()));
        return alike
                ? Optional.of(new OneTable(folder.schema(), 0, List.of(new Leaf(List.of(), folder)), List.of()))
                : Optional.empty();
    }

    /** The most children that are like one of them. Equal schemas are compared once, for there may be many partitions. */
    private static Set<Folder> largestCluster(
            Map<Folder, OneTable> holding, BiPredicate<FileSchema, FileSchema> alike) {
        record Shape(FileSchema schema, int depth) {}
        var byShape = new LinkedHashMap<Shape, List<Folder>>();
        holding.forEach(
                (folder, one) -> byShape.computeIfAbsent(new Shape(one.schema(), one.depth()), s -> new ArrayList<>())
                        .add(folder));
        Set<Folder> largest = Set.of();
        for (var shape : byShape.keySet()) {
            var cluster = new LinkedHashSet<Folder>();
            byShape.forEach((other, folders) -> {
                if (shape.depth() == other.depth() && alike.test(shape.schema(), other.schema())) {
                    cluster.addAll(folders);
                }
            });
            if (cluster.size() > largest.size()) {
                largest = cluster;
            }
        }
        return largest;
    }

    private OneTable combine(Folder folder, Map<Folder, OneTable> holding, Set<Folder> cluster) {
        var leaves = new ArrayList<Leaf>();
        var aside = new ArrayList<FoundTable>();
        FileSchema schema = null;
        int depth = 0;
        for (var child : folder.children().values()) {
            if (!cluster.contains(child)) {
                aside.addAll(tables(child, Integer.MAX_VALUE));
                continue;
            }
            var one = Objects.requireNonNull(holding.get(child));
            one.leaves().forEach(leaf -> leaves.add(leaf.below(child.name())));
            aside.addAll(one.aside());
            schema = schema == null ? one.schema() : schema.merge(one.schema());
            depth = one.depth() + 1;
        }
        return new OneTable(Objects.requireNonNull(schema), depth, leaves, aside);
    }

    /** The key when every child is named {@code key=value} with the same key. */
    private static Optional<String> partitionKey(Folder folder) {
        var keys = folder.children().keySet().stream()
                .map(Grouping::keyOf)
                .distinct()
                .toList();
        return keys.size() == 1 && !keys.get(0).isEmpty() ? Optional.of(keys.get(0)) : Optional.empty();
    }

    private static String keyOf(String folderName) {
        int equals = folderName.indexOf('=');
        return equals <= 0 ? "" : folderName.substring(0, equals).toLowerCase(Locale.ROOT);
    }

    private FoundTable table(Folder folder, OneTable one) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < one.depth(); i++) {
            int level = i;
            var names = one.leaves().stream()
                    .map(leaf -> keyOf(leaf.path().get(level)))
                    .distinct()
                    .toList();
            keys.add(names.size() == 1 && !names.get(0).isEmpty() ? names.get(0) : "partition_" + i);
        }
        var partitions = one.depth() == 0
                ? List.<FoundPartition>of()
                : one.leaves().stream().map(leaf -> partition(keys, leaf)).toList();
        var statistics =
                one.leaves().stream().map(leaf -> leaf.folder().statistics()).reduce(Statistics.NONE, Statistics::plus);
        return new FoundTable(folder.name(), folder.location(), one.schema(), keys, partitions, statistics, exclusions);
    }

    private static FoundPartition partition(List<String> keys, Leaf leaf) {
        var values = new ArrayList<String>();
        for (int i = 0; i < keys.size(); i++) {
            var name = leaf.path().get(i);
            values.add(keys.get(i).equals(keyOf(name)) ? name.substring(name.indexOf('=') + 1) : name);
        }
        return new FoundPartition(
                values,
                leaf.folder().location(),
                leaf.folder().schema(),
                leaf.folder().statistics());
    }

    private Stream<FoundTable> eachFile(Folder folder) {
        return folder.files().stream()
                .map(file -> new FoundTable(
                        file.name(),
                        folder.location() + file.name(),
                        file.schema(),
                        List.of(),
                        List.of(),
                        file.statistics(),
                        exclusions));
    }
}
