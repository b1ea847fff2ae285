/** Operators and sensors: AWS work as tasks that can be stopped, tried again and found again after a crash. */
@NullMarked
package dev.cuesheet.operators;

import org.jspecify.annotations.NullMarked;
