package dev.cuesheet.localaws.internal.crawler;

import dev.cuesheet.localaws.internal.crawler.CrawlPlan.Target;
import dev.cuesheet.localaws.internal.crawler.Folder.CrawledFile;
import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.ObjectAccess.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the objects below some include paths and says which tables they are. Reads the beginning of each file only and
 * keeps nothing of it but its schema. For one thread.
 */
public final class Crawl {
    private static final Logger log = LoggerFactory.getLogger(Crawl.class);
    private static final List<Classifier> BUILT_IN =
            List.of(new ParquetClassifier(), JsonClassifier.builtIn(), CsvClassifier.builtIn());

    private final ObjectAccess objects;
    private final CrawlPlan plan;
    private final BooleanSupplier cancelled;

    /** @param objects S3 as the crawler's role sees it */
    public Crawl(ObjectAccess objects, CrawlPlan plan, BooleanSupplier cancelled) {
        this.objects = objects;
        this.plan = plan;
        this.cancelled = cancelled;
    }

    /**
     * @throws CancellationException once cancelled
     * @throws ObjectAccess.AccessDenied when the role may not list or read
     * @throws ObjectAccess.NoSuchBucket when a bucket is gone
     */
    public List<FoundTable> run() throws IOException {
        var tables = new ArrayList<FoundTable>();
        for (var target : plan.targets()) {
            tables.addAll(tables(target));
        }
        return tables;
    }

    private List<FoundTable> tables(Target target) throws IOException {
        var folderPath = target.folder();
        var root =
                new Folder(lastName(target.bucket() + "/" + folderPath), "s3://" + target.bucket() + "/" + folderPath);
        var exclusions = Exclusions.of(target.exclusions());
        var looked = new HashMap<Folder, List<CrawledFile>>();
        var grouping = new Grouping(plan, target.exclusions());
        var tables = new ArrayList<FoundTable>();
        for (var object : list(target)) {
            stopIfCancelled();
            if (object.key().equals(target.path())) {
                var file = look(object);
                tables.add(new FoundTable(
                        file.name(),
                        "s3://" + object.bucket() + "/" + object.key(),
                        file.schema(),
                        List.of(),
                        List.of(),
                        file.statistics(),
                        target.exclusions()));
                continue;
            }
            var relative = object.key().substring(folderPath.length());
            if (exclusions.exclude(relative)) {
                continue;
            }
            var path = Arrays.asList(relative.split("/"));
            var folder = root.below(path.subList(0, path.size() - 1));
            folder.files().add(sampled(target, object, folder, looked));
        }
        tables.addAll(grouping.tables(
                root, 1 + (int) folderPath.chars().filter(c -> c == '/').count()));
        return tables;
    }

    /** The objects of the target that hold something; folder marks and Spark's {@code _SUCCESS} are empty. */
    private List<StoredObject> list(Target target) {
        try (var found = objects.list(target.bucket(), target.path())) {
            return found.filter(object ->
                            object.key().equals(target.path()) || object.key().startsWith(target.folder()))
                    .filter(object -> object.size() > 0 && !object.key().endsWith("/"))
                    .toList();
        }
    }

    /** Beyond the sample, a file is taken to look like the first one of its folder. */
    private CrawledFile sampled(
            Target target, StoredObject object, Folder folder, Map<Folder, List<CrawledFile>> looked)
            throws IOException {
        var known = looked.computeIfAbsent(folder, f -> new ArrayList<>());
        if (known.size() < target.sampleSize().orElse(Integer.MAX_VALUE)) {
            var file = look(object);
            known.add(file);
            return file;
        }
        var first = known.get(0);
        return new CrawledFile(
                lastName(object.key()),
                first.schema(),
                Statistics.estimated(object.size(), first.statistics().averageRecordSize()));
    }

    private void stopIfCancelled() {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The crawl was stopped");
        }
    }

    private CrawledFile look(StoredObject object) throws IOException {
        var name = lastName(object.key());
        var source = source(object);
        var compression = Compression.of(source);
        try {
            var sample = Sample.of(source, compression, Sample.TEXT_LIMIT);
            if (sample.isPresent()) {
                for (var classifiers : List.of(plan.classifiers(), BUILT_IN)) {
                    for (var classifier : classifiers) {
                        var content = classifier.classify(sample.get());
                        if (content.isPresent()) {
                            return file(name, object, compression, sample.get(), content.get());
                        }
                    }
                }
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            log.warn(
                    "s3://{}/{} is damaged, so its format stays unknown: {}",
                    object.bucket(),
                    object.key(),
                    e.getMessage());
        }
        log.info("No classifier recognises s3://{}/{}", object.bucket(), object.key());
        return new CrawledFile(
                name, FileSchema.unknown(compression.glueName()), new Statistics(1, object.size(), 0, 0));
    }

    private static CrawledFile file(
            String name, StoredObject object, Compression compression, Sample sample, Classifier.Content content) {
        var schema =
                new FileSchema(content.format(), compression.glueName(), content.columns(), content.namedByPosition());
        var statistics = content.exactRecords() >= 0
                ? Statistics.counted(object.size(), content.exactRecords())
                : Statistics.estimated(object.size(), sample.averageRecordSize());
        return new CrawledFile(name, schema, statistics);
    }

    private Source source(StoredObject object) {
        return new Source() {
            @Override
            public long size() {
                return object.size();
            }

            @Override
            public InputStream open(long offset) throws IOException {
                return objects.open(object.bucket(), object.key(), offset);
            }
        };
    }

    private static String lastName(String path) {
        var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
