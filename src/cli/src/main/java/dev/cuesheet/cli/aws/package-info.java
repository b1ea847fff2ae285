/** Which AWS a command works on, and how it is reached. */
@NullMarked
package dev.cuesheet.cli.aws;

import org.jspecify.annotations.NullMarked;
