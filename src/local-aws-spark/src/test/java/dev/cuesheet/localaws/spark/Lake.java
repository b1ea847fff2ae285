package dev.cuesheet.localaws.spark;

import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.JobRunner.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A running local AWS with buckets, a database and roles for jobs, and the means to run jobs in it. */
final class Lake implements AutoCloseable {
    static final String WRITER = "arn:aws:iam::000000000000:role/writer";
    static final String READER = "arn:aws:iam::000000000000:role/reader";
    static final String NOBODY = "arn:aws:iam::000000000000:role/nobody";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalAws aws;
    final S3Client s3;
    final GlueClient glue;

    Lake(Path home) {
        aws = LocalAws.builder().home(home).clock(Clock.systemUTC()).build().start();
        s3 = client(S3Client.builder());
        glue = client(GlueClient.builder());
        for (var bucket : List.of("scripts", "raw", "curated")) {
            s3.createBucket(request -> request.bucket(bucket));
        }
        glue.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
        try (var iam = client(IamClient.builder().region(Region.AWS_GLOBAL))) {
            role(iam, "writer", "\"s3:*\", \"glue:*\"");
            role(iam, "reader", "\"s3:Get*\", \"s3:List*\", \"glue:Get*\"");
            role(iam, "nobody", "\"sns:Publish\"");
        }
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static void role(IamClient iam, String name, String actions) {
        iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"""));
        iam.putRolePolicy(request -> request.roleName(name).policyName("all").policyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [%s], "Resource": "*"}]}""".formatted(actions)));
    }

    Path home() {
        return aws.home();
    }

    void put(String bucket, String key, String text) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    List<String> keys(String bucket, String prefix) {
        return s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    /** Every line of every object below the prefix, the objects in the order of their keys. */
    List<String> lines(String bucket, String prefix) {
        return keys(bucket, prefix).stream()
                .flatMap(key -> s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key))
                        .asUtf8String()
                        .lines())
                .toList();
    }

    /** A table as a crawler writes it for delimited text without a header. */
    void delimitedTable(String name, String delimiter, String... types) {
        var columns = Stream.iterate(0, i -> i < types.length, i -> i + 1)
                .map(i -> Column.builder().name("col" + i).type(types[i]).build())
                .toList();
        table(
                name,
                columns,
                List.of(),
                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                Map.of("field.delim", delimiter));
    }

    void table(
            String name,
            List<Column> columns,
            List<Column> partitionKeys,
            String serde,
            Map<String, String> serdeParameters) {
        glue.createTable(request -> request.databaseName("lake")
                .tableInput(input -> input.name(name)
                        .tableType("EXTERNAL_TABLE")
                        .partitionKeys(partitionKeys)
                        .storageDescriptor(storage(name + "/", columns, serde, serdeParameters))));
    }

    private static StorageDescriptor storage(
            String place, List<Column> columns, String serde, Map<String, String> serdeParameters) {
        return StorageDescriptor.builder()
                .columns(columns)
                .location("s3://raw/" + place)
                .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                .serdeInfo(SerDeInfo.builder()
                        .serializationLibrary(serde)
                        .parameters(serdeParameters)
                        .build())
                .build();
    }

    void partition(String table, String place, String value) {
        var storage = glue.getTable(request -> request.databaseName("lake").name(table))
                .table()
                .storageDescriptor();
        glue.createPartition(request -> request.databaseName("lake")
                .tableName(table)
                .partitionInput(input -> input.values(value)
                        .storageDescriptor(storage.toBuilder()
                                .location("s3://raw/" + place)
                                .build())));
    }

    /** A job whose script lies at {@code s3://scripts/NAME.scala} and whose class is named like it. */
    Job job(String name, String role, Duration timeout, String... arguments) {
        var all = new HashMap<>(Map.of("--class", name, "--enable-glue-datacatalog", "true"));
        for (var i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        return new Job(
                name,
                "jr_" + UUID.randomUUID(),
                newFolder(),
                home(),
                role,
                "scala",
                "s3://scripts/" + name + ".scala",
                all,
                timeout,
                "us-east-1",
                "000000000000");
    }

    private Path newFolder() {
        try {
            return Files.createDirectories(
                    home().resolve("test-runs").resolve(UUID.randomUUID().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Status awaitEnd(JobRunner runner, Job job) {
        return await(runner, job, status -> status.state().isFinal());
    }

    static Status await(JobRunner runner, Job job, Predicate<Status> reached) {
        var giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            var status = runner.status(job.folder()).orElseThrow();
            if (reached.test(status)) {
                return status;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("Not reached: " + runner.status(job.folder()) + "\n"
                + String.join("\n", runner.logTail(job.folder(), 50)));
    }

    @Override
    public void close() {
        s3.close();
        glue.close();
        aws.close();
    }
}
