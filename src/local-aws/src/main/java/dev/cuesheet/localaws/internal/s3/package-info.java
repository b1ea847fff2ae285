/** S3: objects as plain files, the REST protocol, and the way in for services that share the store. */
@NullMarked
package dev.cuesheet.localaws.internal.s3;

import org.jspecify.annotations.NullMarked;
