/** A class that Spark asks for by this name when a script says {@code enableHiveSupport()}. */
@NullMarked
package org.apache.hadoop.hive.conf;

import org.jspecify.annotations.NullMarked;
