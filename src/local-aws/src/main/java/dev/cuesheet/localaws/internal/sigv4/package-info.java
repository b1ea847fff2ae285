/** Signature version 4: requests, presigned links and streamed uploads, verified from the specification up. */
@NullMarked
package dev.cuesheet.localaws.internal.sigv4;

import org.jspecify.annotations.NullMarked;
