/** What the local AWS asks of others: something that answers SQL and something that runs Glue jobs. */
@NullMarked
package dev.cuesheet.localaws.spi;

import org.jspecify.annotations.NullMarked;
