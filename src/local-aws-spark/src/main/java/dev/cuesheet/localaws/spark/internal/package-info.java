/** What the launcher and the worker say to each other: files in a run's folder, and a lock that tells the living. */
@NullMarked
package dev.cuesheet.localaws.spark.internal;

import org.jspecify.annotations.NullMarked;
