package dev.cuesheet.localaws.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.LocalAws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.ClusterNotFoundException;
import software.amazon.awssdk.services.redshift.model.InvalidClusterStateException;
import software.amazon.awssdk.services.redshift.model.Tag;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.ResourceNotFoundException;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole way of a statement: SDK client, socket, signature, IAM, DuckDB and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataApiTest {
    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"redshift.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private Path home;
    private LocalAws aws;
    private RedshiftClient redshift;
    private RedshiftDataClient data;
    private S3Client s3;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        open();
        redshift.createCluster(r -> r.clusterIdentifier("tickit")
                .nodeType("ra3.xlplus")
                .masterUsername("awsuser")
                .masterUserPassword("Secret123")
                .dbName("dev")
                .clusterType("single-node")
                .iamRoles(role("loader", """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}]}""")));
        s3.createBucket(b -> b.bucket("raw"));
    }

    private void open() {
        aws = LocalAws.builder()
                .home(home)
                .port(0)
                .sqlEngines(DuckDbSqlEngineProvider.create())
                .build()
                .start();
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        redshift = RedshiftClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        data = RedshiftDataClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
        s3 = S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .forcePathStyle(true)
                .build();
        iam = IamClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    @AfterAll
    void stop() {
        aws.close();
    }

    private String role(String name, String policy) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(r -> r.roleName(name).policyName("s3").policyDocument(policy));
        return "arn:aws:iam::000000000000:role/" + name;
    }

    private String submit(String sql) {
        return data.executeStatement(
                        r -> r.clusterIdentifier("tickit").database("dev").sql(sql))
                .id();
    }

    private DescribeStatementResponse await(String id) {
        while (true) {
            var described = data.describeStatement(r -> r.id(id));
            switch (described.status()) {
                case FINISHED, FAILED, ABORTED -> {
                    return described;
                }
                default -> Thread.onSpinWait();
            }
        }
    }

    private DescribeStatementResponse run(String sql) {
        var described = await(submit(sql));
        assertThat(described.error()).isNull();
        return described;
    }

    private List<List<Field>> rows(String id) {
        var rows = new ArrayList<List<Field>>();
        data.getStatementResultPaginator(r -> r.id(id)).forEach(page -> rows.addAll(page.records()));
        return rows;
    }

    private Field value(String sql) {
        return rows(run(sql).id()).get(0).get(0);
    }

    private static SqlParameter parameter(String name, String value) {
        return SqlParameter.builder().name(name).value(value).build();
    }

    // ---- statements

    @Test
    void values_come_back_in_the_fields_of_their_types() {
        var done = run(
                "select cast(1 as smallint) a, 2 b, cast(3 as bigint) c, 1.5::float d, true e, cast('12.30' as decimal(8,2)) f,"
                        + " date '2008-01-02' g, timestamp '2008-02-18 02:36:48' h, 'text' i, cast(null as integer) j");
        assertThat(done.hasResultSet()).isTrue();
        assertThat(done.resultRows()).isEqualTo(1);
        assertThat(done.duration()).isPositive();
        var row = rows(done.id()).get(0);
        assertThat(row.get(0).longValue()).isEqualTo(1);
        assertThat(row.get(2).longValue()).isEqualTo(3);
        assertThat(row.get(3).doubleValue()).isEqualTo(1.5);
        assertThat(row.get(4).booleanValue()).isTrue();
        assertThat(row.get(5).stringValue()).isEqualTo("12.30");
        assertThat(row.get(6).stringValue()).isEqualTo("2008-01-02");
        assertThat(row.get(7).stringValue()).isEqualTo("2008-02-18 02:36:48");
        assertThat(row.get(8).stringValue()).isEqualTo("text");
        assertThat(row.get(9).isNull()).isTrue();
        var columns = data.getStatementResult(r -> r.id(done.id())).columnMetadata();
        assertThat(columns)
                .extracting(column -> column.typeName())
                .containsExactly(
                        "int2", "int4", "int8", "float8", "bool", "numeric", "date", "timestamp", "varchar", "int4");
        assertThat(columns.get(5).precision()).isEqualTo(8);
        assertThat(columns.get(5).scale()).isEqualTo(2);
    }

    @Test
    void an_error_of_the_sql_is_told_by_the_statement_and_not_by_the_call() {
        var failed = await(submit("select * from nowhere"));
        assertThat(failed.status()).isEqualTo(StatusString.FAILED);
        assertThat(failed.error()).isEqualTo("ERROR: relation \"nowhere\" does not exist");
        assertThatThrownBy(() -> data.getStatementResult(r -> r.id(failed.id())))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_long_result_is_read_page_by_page() {
        var done =
                run("select n, 'row ' || n as label from (select unnest(generate_series(1, 2500)) as n) q order by n");
        assertThat(done.resultRows()).isEqualTo(2500);
        var first = data.getStatementResult(r -> r.id(done.id()));
        assertThat(first.records()).hasSize(1000);
        assertThat(first.totalNumRows()).isEqualTo(2500);
        var all = rows(done.id());
        assertThat(all).hasSize(2500);
        assertThat(all.get(2499).get(1).stringValue()).isEqualTo("row 2500");
    }

    @Test
    void a_batch_is_one_transaction() {
        run("create table batched (n integer)");
        var batch = data.batchExecuteStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sqls(
                                "insert into batched values (1)",
                                "insert into batched values ('x')",
                                "insert into batched values (3)"))
                .id();
        var failed = await(batch);
        assertThat(failed.status()).isEqualTo(StatusString.FAILED);
        assertThat(failed.subStatements())
                .extracting(part -> part.statusAsString())
                .containsExactly("FINISHED", "FAILED", "ABORTED");
        assertThat(failed.subStatements().get(1).id()).isEqualTo(batch + ":2");
        assertThat(value("select count(*) from batched").longValue()).isZero();
    }

    @Test
    void the_result_of_one_statement_of_a_batch_is_read_by_its_own_id() {
        var batch = data.batchExecuteStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sqls("create temp table t (n integer)", "insert into t values (7)", "select n from t"))
                .id();
        assertThat(await(batch).status()).isEqualTo(StatusString.FINISHED);
        assertThat(rows(batch + ":3").get(0).get(0).longValue()).isEqualTo(7);
        assertThat(data.describeStatement(r -> r.id(batch + ":2")).queryString())
                .isEqualTo("insert into t values (7)");
    }

    @Test
    void the_same_client_token_runs_a_statement_once() {
        run("create table once (n integer)");
        var token = UUID.randomUUID().toString();
        var first = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("insert into once values (1)")
                        .clientToken(token))
                .id();
        var second = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("insert into once values (1)")
                        .clientToken(token))
                .id();
        await(first);
        assertThat(second).isEqualTo(first);
        assertThat(value("select count(*) from once").longValue()).isEqualTo(1);
        assertThatThrownBy(() -> data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("select 1")
                        .clientToken(token)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void parameters_are_named_in_the_sql() {
        var id = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("select :who || '!' as greeting where 3 = :n")
                        .parameters(parameter("who", "O'Brien"), parameter("n", "3")))
                .id();
        await(id);
        assertThat(rows(id).get(0).get(0).stringValue()).isEqualTo("O'Brien!");
        assertThatThrownBy(() -> data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("select 1")
                        .parameters(parameter("unused", "1"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("unused");
    }

    @Test
    void a_session_keeps_its_temporary_tables() {
        var first = data.executeStatement(r -> r.clusterIdentifier("tickit")
                .database("dev")
                .sql("create temp table mine (n integer)")
                .sessionKeepAliveSeconds(60));
        await(first.id());
        var second = data.executeStatement(r -> r.sessionId(first.sessionId()).sql("select count(*) from mine"));
        assertThat(await(second.id()).error()).isNull();
        assertThat(await(submit("select count(*) from mine")).status()).isEqualTo(StatusString.FAILED);
    }

    @Test
    void a_running_statement_can_be_cancelled() {
        var id = submit(
                "select count(*) from range(100000) a, range(100000) b, range(1000) c where a.range + b.range + c.range = 7");
        data.cancelStatement(r -> r.id(id));
        assertThat(await(id).status()).isEqualTo(StatusString.ABORTED);
        assertThatThrownBy(() -> data.cancelStatement(r -> r.id(id))).isInstanceOf(ValidationException.class);
    }

    @Test
    void copy_loads_from_s3_as_the_attached_role() {
        s3.putObject(
                b -> b.bucket("raw").key("venue/venue.txt"), RequestBody.fromString("1|AT&T Park|0\n2|Unknown|\\N\n"));
        run("create table venue (venueid smallint not null, venuename varchar(100), venueseats integer)");
        var copy = run("copy venue from 's3://raw/venue/' iam_role 'arn:aws:iam::000000000000:role/loader'");
        assertThat(copy.resultRows()).isZero();
        assertThat(value("select venuename from venue where venueseats = 0").stringValue())
                .isEqualTo("AT&T Park");
        assertThat(value("select count(*) from venue where venueseats is null").longValue())
                .isEqualTo(1);
    }

    @Test
    void each_reason_that_s3_is_out_of_reach_has_its_own_message() {
        s3.putObject(b -> b.bucket("raw").key("one.txt"), RequestBody.fromString("1\n"));
        iam.createRole(r -> r.roleName("stranger").assumeRolePolicyDocument(TRUST));
        var blind = role("blind", """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}""");
        redshift.modifyClusterIamRoles(r -> r.clusterIdentifier("tickit").addIamRoles(blind));
        run("create table one (n integer)");
        var from = "copy one from 's3://%s' iam_role 'arn:aws:iam::000000000000:role/%s'";
        assertThat(await(submit(from.formatted("raw/one.txt", "stranger"))).error())
                .contains("not associated to cluster tickit");
        assertThat(await(submit(from.formatted("raw/one.txt", "blind"))).error())
                .contains("Error AccessDenied", "s3:GetObject");
        assertThat(await(submit(from.formatted("nowhere/one.txt", "loader"))).error())
                .contains("Error NoSuchBucket");
        assertThat(await(submit(from.formatted("raw/two.txt", "loader"))).error())
                .contains("The specified S3 prefix 'two.txt' does not exist");
        assertThat(value("select count(*) from one").longValue()).isZero();
    }

    @Test
    void tables_and_columns_are_listed() {
        run("create table listed (id integer not null, name varchar(30), price decimal(8,2))");
        assertThat(data.listDatabases(r -> r.clusterIdentifier("tickit").database("dev"))
                        .databases())
                .contains("dev");
        assertThat(data.listSchemas(r -> r.clusterIdentifier("tickit").database("dev"))
                        .schemas())
                .contains("public");
        assertThat(data.listTables(r ->
                                r.clusterIdentifier("tickit").database("dev").tablePattern("list%"))
                        .tables())
                .extracting(table -> table.name())
                .containsExactly("listed");
        var columns = data.describeTable(
                        r -> r.clusterIdentifier("tickit").database("dev").table("listed"))
                .columnList();
        assertThat(columns)
                .extracting(column ->
                        column.name() + " " + column.typeName() + " " + column.length() + " " + column.nullable())
                .containsExactly("id int4 0 0", "name varchar 30 1", "price numeric 0 1");
    }

    @Test
    void statements_are_listed_by_name() {
        var id = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("select 1")
                        .statementName("nightly-1"))
                .id();
        await(id);
        assertThat(data.listStatements(r -> r.statementName("nightly")).statements())
                .extracting(statement -> statement.id())
                .containsExactly(id);
    }

    @Test
    void a_database_that_is_not_there_fails_the_statement() {
        var id = data.executeStatement(
                        r -> r.clusterIdentifier("tickit").database("nowhere").sql("select 1"))
                .id();
        assertThat(await(id).error()).contains("database \"nowhere\" does not exist");
        assertThatThrownBy(() -> data.executeStatement(
                        r -> r.clusterIdentifier("nowhere").database("dev").sql("select 1")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void data_and_results_are_still_there_after_a_restart() {
        run("create table lasting (n integer)");
        run("insert into lasting values (42)");
        var before = run("select n from lasting");
        var token = UUID.randomUUID().toString();
        var insert = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("insert into lasting values (43)")
                        .clientToken(token))
                .id();
        await(insert);
        aws.close();
        open();
        assertThat(rows(before.id()).get(0).get(0).longValue()).isEqualTo(42);
        var again = data.executeStatement(r -> r.clusterIdentifier("tickit")
                        .database("dev")
                        .sql("insert into lasting values (43)")
                        .clientToken(token))
                .id();
        assertThat(again).isEqualTo(insert);
        assertThat(value("select count(*) from lasting").longValue()).isEqualTo(2);
    }

    // ---- clusters

    private Cluster cluster(String id) {
        return redshift.describeClusters(r -> r.clusterIdentifier(id))
                .clusters()
                .get(0);
    }

    @Test
    void a_cluster_lives_from_creating_to_deleted() {
        var created = redshift.createCluster(r -> r.clusterIdentifier("passing")
                        .nodeType("ra3.xlplus")
                        .masterUsername("awsuser")
                        .masterUserPassword("Secret123")
                        .tags(Tag.builder().key("team").value("tickets").build()))
                .cluster();
        assertThat(created.clusterStatus()).isEqualTo("creating");
        assertThat(created.endpoint()).isNull();
        redshift.waiter().waitUntilClusterAvailable(r -> r.clusterIdentifier("passing"));
        assertThat(cluster("passing").endpoint().port()).isEqualTo(5439);
        assertThat(cluster("passing").tags().get(0).value()).isEqualTo("tickets");
        redshift.pauseCluster(r -> r.clusterIdentifier("passing"));
        assertThat(cluster("passing").clusterStatus()).isEqualTo("paused");
        assertThatThrownBy(() -> redshift.pauseCluster(r -> r.clusterIdentifier("passing")))
                .isInstanceOf(InvalidClusterStateException.class);
        assertThatThrownBy(() -> data.executeStatement(
                        r -> r.clusterIdentifier("passing").database("dev").sql("select 1")))
                .isInstanceOf(ValidationException.class);
        redshift.resumeCluster(r -> r.clusterIdentifier("passing"));
        redshift.deleteCluster(r -> r.clusterIdentifier("passing").skipFinalClusterSnapshot(true));
        assertThatThrownBy(() -> cluster("passing")).isInstanceOf(ClusterNotFoundException.class);
        assertThat(home.resolve("redshift/data/passing")).doesNotExist();
    }

    @Test
    void a_role_of_the_cluster_is_shown_in_sync() {
        assertThat(cluster("tickit").iamRoles()).anySatisfy(role -> {
            assertThat(role.iamRoleArn()).isEqualTo("arn:aws:iam::000000000000:role/loader");
            assertThat(role.applyStatus()).isEqualTo("in-sync");
        });
    }

    @Test
    void temporary_credentials_are_for_the_user_asked_for() {
        var credentials = redshift.getClusterCredentials(
                r -> r.clusterIdentifier("tickit").dbUser("reader").dbName("dev"));
        assertThat(credentials.dbUser()).isEqualTo("IAM:reader");
        assertThat(credentials.dbPassword()).isNotBlank();
    }

    @Test
    void somebody_without_permission_can_neither_run_nor_create() {
        iam.createUser(r -> r.userName("nobody"));
        var key = iam.createAccessKey(r -> r.userName("nobody")).accessKey();
        var credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        try (var his = RedshiftDataClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build()) {
            assertThatThrownBy(() -> his.executeStatement(
                            r -> r.clusterIdentifier("tickit").database("dev").sql("select 1")))
                    .hasMessageContaining("redshift-data:ExecuteStatement");
        }
    }
}
