@NullMarked
package dev.cuesheet.bench;

import org.jspecify.annotations.NullMarked;
