package org.apache.spark.sql.hive;

import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.internal.SessionStateBuilder;
import scala.Option;

/** Spark's name for the state of a session "with Hive support": the ordinary one, as no table here needs Hive's own rules. */
public final class HiveSessionStateBuilder extends SessionStateBuilder {

    /** The constructor that Spark looks for. */
    public HiveSessionStateBuilder(SparkSession session, Option<SessionState> parent) {
        super(session, parent);
    }
}
