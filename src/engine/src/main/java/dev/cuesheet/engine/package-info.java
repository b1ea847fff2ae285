/** Defines DAGs in plain Java and runs them: model, templates, schedules, execution and the state of runs. */
@NullMarked
package dev.cuesheet.engine;

import org.jspecify.annotations.NullMarked;
