/** Classes that Spark asks for by these names when a script says {@code enableHiveSupport()}. */
@NullMarked
package org.apache.spark.sql.hive;

import org.jspecify.annotations.NullMarked;
