package dev.cuesheet.aws.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cuesheet.aws.S3Uri;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyStatementTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/warehouse";
    private static final S3Uri RAW = S3Uri.parse("s3://raw/sales");

    @Test
    void a_delimited_file_is_loaded_with_its_formats() {
        var copy = CopyStatement.into("tickit", "sales")
                .fromFolder(RAW)
                .role(ROLE)
                .delimiter('\t')
                .timeFormat("MM/DD/YYYY HH:MI:SS")
                .build();
        assertThat(copy.sql())
                .isEqualTo("COPY \"tickit\".\"sales\" FROM 's3://raw/sales/' IAM_ROLE '" + ROLE
                        + "' DELIMITER '\\t' TIMEFORMAT 'MM/DD/YYYY HH:MI:SS'");
    }

    @Test
    void without_a_role_the_clusters_default_role_reads_the_files() {
        var copy = CopyStatement.into("tickit", "sales_consolidated")
                .fromFolder(RAW)
                .parquet()
                .build();
        assertThat(copy.sql()).contains(" IAM_ROLE default ").endsWith("FORMAT AS PARQUET");
    }

    @Test
    void columns_and_a_manifest_are_named() {
        var copy = CopyStatement.into("tickit", "date")
                .columns("dateid", "group")
                .fromManifest(S3Uri.parse("s3://raw/date.manifest"))
                .csv()
                .ignoreHeader(1)
                .with("GZIP", "EMPTYASNULL")
                .build();
        assertThat(copy.sql())
                .isEqualTo("COPY \"tickit\".\"date\" (\"dateid\", \"group\") FROM 's3://raw/date.manifest' "
                        + "IAM_ROLE default MANIFEST CSV IGNOREHEADER 1 GZIP EMPTYASNULL");
    }

    @Test
    void no_text_can_break_out_of_its_quotes() {
        var copy = CopyStatement.into("a\"; DROP TABLE x; --", "b")
                .fromObject(S3Uri.parse("s3://raw/it's\\here"))
                .delimiter('\'')
                .build();
        assertThat(copy.sql())
                .isEqualTo("COPY \"a\"\"; DROP TABLE x; --\".\"b\" FROM 's3://raw/it''s\\\\here' IAM_ROLE default "
                        + "DELIMITER ''''");
    }

    @Test
    void a_source_that_would_capture_its_neighbours_cannot_be_written() {
        assertThat(CopyStatement.into("tickit", "sales").fromFolder(RAW).build().source())
                .isEqualTo(S3Uri.parse("s3://raw/sales/"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CopyStatement(
                        "tickit", "sales", List.of(), RAW, CopyStatement.SourceKind.FOLDER, null, List.of()))
                .withMessageContaining("s3://raw/sales");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CopyStatement.into("tickit", "sales")
                        .fromObject(RAW.asFolder())
                        .build());
    }

    @Test
    void credentials_cannot_stand_where_a_role_belongs() {
        var copy = CopyStatement.into("tickit", "sales")
                .fromFolder(RAW)
                .role("aws_access_key_id=AKIA;aws_secret_access_key=x")
                .build();
        assertThatIllegalArgumentException().isThrownBy(copy::sql).withMessageContaining("ARN of a role");
    }

    @Test
    void roles_may_be_chained() {
        var chain = ROLE + ",arn:aws:iam::111111111111:role/lake";
        var copy = CopyStatement.into("tickit", "sales")
                .fromFolder(RAW)
                .role(chain)
                .build();
        assertThat(copy.sql()).contains("IAM_ROLE '" + chain + "'");
    }

    @Test
    void an_option_is_a_word_and_nothing_more() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CopyStatement.into("a", "b").with("GZIP; DROP TABLE x"));
    }

    @Test
    void texts_are_rendered_and_the_role_is_checked_only_then() {
        var copy = CopyStatement.into("tickit", "{{ table }}")
                .fromFolder(S3Uri.parse("s3://raw/{{ ds }}"))
                .role("{{ role }}")
                .build()
                .renderedWith(text -> text.replace("{{ ds }}", "2024-05-01")
                        .replace("{{ table }}", "sales")
                        .replace("{{ role }}", ROLE));
        assertThat(copy.sql())
                .isEqualTo("COPY \"tickit\".\"sales\" FROM 's3://raw/2024-05-01/' IAM_ROLE '%s'".formatted(ROLE));
    }
}
