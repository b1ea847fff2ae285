/** The local S3 as a Hadoop file system, with the job's role asked at every call, and a committer that suits objects. */
@NullMarked
package dev.cuesheet.localaws.spark.worker.s3;

import org.jspecify.annotations.NullMarked;
