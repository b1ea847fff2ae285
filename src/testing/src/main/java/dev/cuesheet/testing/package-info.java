/**
 * What users' tests need: a clock moved by hand, and a local AWS. To run a DAG through days or years of simulated time,
 * see {@link dev.cuesheet.engine.simulation.Simulation}, which comes along with the engine.
 */
@NullMarked
package dev.cuesheet.testing;

import org.jspecify.annotations.NullMarked;
