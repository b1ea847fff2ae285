/** An AWS that fits in the JVM: S3, IAM, STS, Glue and Redshift over real HTTP on one loopback port. */
@NullMarked
package dev.cuesheet.localaws;

import org.jspecify.annotations.NullMarked;
