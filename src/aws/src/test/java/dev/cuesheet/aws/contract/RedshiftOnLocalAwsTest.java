package dev.cuesheet.aws.contract;

import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.duckdb.DuckDbSqlEngineProvider;

class RedshiftOnLocalAwsTest extends OnLocalAws implements RedshiftContract {
    @Override
    LocalAws.Builder settings(LocalAws.Builder builder) {
        return builder.sqlEngines(DuckDbSqlEngineProvider.create());
    }
}
