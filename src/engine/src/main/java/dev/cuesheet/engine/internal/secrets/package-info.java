/** Reads and writes connections in Airflow's forms, and keeps secrets out of what people see. */
@NullMarked
package dev.cuesheet.engine.internal.secrets;

import org.jspecify.annotations.NullMarked;
