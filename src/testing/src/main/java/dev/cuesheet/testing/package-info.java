/** What users' tests need: a clock moved by hand, and a local AWS. */
@NullMarked
package dev.cuesheet.testing;

import org.jspecify.annotations.NullMarked;
