@NullMarked
package dev.cuesheet.operators.notify;

import org.jspecify.annotations.NullMarked;
