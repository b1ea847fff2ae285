/** Runs as traces and metrics of OpenTelemetry, by its API alone. */
@NullMarked
package dev.cuesheet.enginetelemetry;

import org.jspecify.annotations.NullMarked;
