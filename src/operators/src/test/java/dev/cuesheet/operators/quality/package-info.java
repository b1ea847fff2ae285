@NullMarked
package dev.cuesheet.operators.quality;

import org.jspecify.annotations.NullMarked;
