/** A run as people and scripts see it: live, line by line, afterwards, and as JSON. */
@NullMarked
package dev.cuesheet.cli.run;

import org.jspecify.annotations.NullMarked;
