/** Objects and buckets of S3. */
@NullMarked
package dev.cuesheet.aws.s3;

import org.jspecify.annotations.NullMarked;
