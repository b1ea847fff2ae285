/** TICKIT from raw files to answered questions. */
@NullMarked
package tickit;

import org.jspecify.annotations.NullMarked;
