/** Who we are, and becoming somebody else. */
@NullMarked
package dev.cuesheet.aws.sts;

import org.jspecify.annotations.NullMarked;
